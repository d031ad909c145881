package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/reports/list"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type bulletinsPage struct {
	Page
	List listing[app.BulletinRecord]
	// Open are periods with reports for which an edition is not drafted yet,
	// newest first.
	Open []openPeriod
}

type openPeriod struct {
	Period  ledger.Period
	Edition bulletin.Edition
}

// bulletinsList is 通报: what was issued, what is drafted, what can be.
func (s *server) bulletinsList(c echo.Context) error {
	page, err := s.bulletinsPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "bulletins", page)
}

// bulletinsExport is the same list as a workbook.
func (s *server) bulletinsExport(c echo.Context) error {
	page, err := s.bulletinsPage(c)
	if err != nil {
		return err
	}
	return page.List.send(s, c, page.Page, "bulletins")
}

func (s *server) bulletinsPage(c echo.Context) (bulletinsPage, error) {
	base, err := s.programmePage(c, "通报", "bulletins", c.Param("key"))
	if err != nil {
		return bulletinsPage{}, err
	}
	page := bulletinsPage{Page: base}
	rows, err := s.Ledger.Bulletins(c.Request().Context(), base.Key())
	if err != nil {
		return page, err
	}
	there := map[openPeriod]bool{}
	for _, b := range rows {
		there[openPeriod{b.Period, b.Edition}] = true
	}
	for i := len(base.Periods) - 1; i >= 0; i-- {
		for _, edition := range []bulletin.Edition{bulletin.Internal, bulletin.Public} {
			if o := (openPeriod{base.Periods[i], edition}); !there[o] {
				page.Open = append(page.Open, o)
			}
		}
	}
	page.List = arrange(c, bulletinColumns, rows)
	return page, nil
}

var bulletinColumns = []column[app.BulletinRecord]{
	{
		Key: "span", Head: "周期", Cell: func(b *app.BulletinRecord) list.Cell { return list.Text(b.Period.Chinese()) },
		Order: func(b *app.BulletinRecord) int { return b.Period.Year*100 + b.Period.End().Month },
	},
	countColumn("number", "期号", func(b *app.BulletinRecord) int { return b.Number }),
	textColumn("title", "标题", func(b *app.BulletinRecord) string { return b.Title }),
	textColumn("edition", "版本", func(b *app.BulletinRecord) string { return editionWords(b.Edition) }),
	textColumn("state", "状态", func(b *app.BulletinRecord) string { return stateWords(b.State) }),
	textColumn("issued", "发布时间", func(b *app.BulletinRecord) string {
		if b.IssuedAt.IsZero() {
			return ""
		}
		return when(b.IssuedAt)
	}),
	textColumn("pdf", "PDF 校验码", func(b *app.BulletinRecord) string { return b.PDF.SHA256 }),
	textColumn("docx", "Word 校验码", func(b *app.BulletinRecord) string { return b.DOCX.SHA256 }),
	textColumn("xlsx", "Excel 校验码", func(b *app.BulletinRecord) string { return b.XLSX.SHA256 }),
}
