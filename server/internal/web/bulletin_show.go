package web

import (
	"net/http"
	"sort"
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type bulletinPage struct {
	Page
	Bulletin   app.BulletinRecord
	Sections   []sectionView
	Figures    map[string]bulletin.Figure
	Deliveries []app.Delivery
	Recipients []ledger.Recipient
	Warnings   []string
	Mail       bool // an SMTP server is configured
	Problem    string
}

// sectionView is one section with the office's own words as last typed.
type sectionView struct {
	bulletin.Section
	Words    string
	Editable bool
}

// bulletinShow is one bulletin: the draft's editor, or what was issued.
func (s *server) bulletinShow(c echo.Context) error {
	page, err := s.bulletinPage(c, nil)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "bulletin", page)
}

// bulletinPage loads the bulletin of the address; typed replaces the stored
// words when a form comes back.
func (s *server) bulletinPage(c echo.Context, typed map[string]string) (bulletinPage, error) {
	var page bulletinPage
	id, err := idParam(c)
	if err != nil {
		return page, err
	}
	ctx := c.Request().Context()
	record, err := s.Ledger.Bulletin(ctx, id)
	if err != nil {
		return page, err
	}
	if page.Page, err = s.programmePage(c, record.Title, "bulletins", record.Programme); err != nil {
		return page, err
	}
	page.Period = record.Period
	page.Bulletin, page.Mail, page.Recipients = record, s.MailConfigured, page.Programme.Recipients
	page.Figures = map[string]bulletin.Figure{}
	for _, f := range record.Document.Figures {
		page.Figures[f.Ref] = f
	}
	words := record.Words
	if typed != nil {
		words = typed
	}
	for _, section := range record.Document.Sections {
		page.Sections = append(page.Sections, sectionView{section, words[section.Key], record.State == app.Draft})
	}
	if record.State == app.Issued {
		if page.Deliveries, err = s.Ledger.Deliveries(ctx, id); err != nil {
			return page, err
		}
		sort.SliceStable(page.Deliveries, func(i, j int) bool { return troubled(page.Deliveries[i]) && !troubled(page.Deliveries[j]) })
		return page, nil
	}
	page.Warnings, err = s.bulletinWarnings(c, page)
	return page, err
}

func troubled(d app.Delivery) bool { return d.State == app.Failed || d.State == app.Uncertain }

// bulletinWarnings are what an officer should know before the draft is issued.
func (s *server) bulletinWarnings(c echo.Context, page bulletinPage) ([]string, error) {
	var list []string
	summary, err := s.Service.Judge(c.Request().Context(), page.Key(), page.Bulletin.Period)
	if err != nil {
		return nil, err
	}
	if n := summary.Main.Counts.Of(ledger.NotReported); n > 0 {
		list = append(list, strconv.Itoa(n)+"个项目未报送，通报里将列出未报送的单位。")
	}
	unconfirmed, contradicted := 0, 0
	for _, st := range summary.Main.Standings {
		if st.Reporter != "" && !st.ReporterConfirmed {
			unconfirmed++
		}
		if st.Contradicted {
			contradicted++
		}
	}
	if contradicted > 0 {
		list = append(list, strconv.Itoa(contradicted)+"个项目的自评与数字不一致，已以数字为准。")
	}
	if unconfirmed > 0 {
		list = append(list, strconv.Itoa(unconfirmed)+"个项目由几个单位共同牵头，主报单位暂按第一个，待确认。")
	}
	if n := len(summary.Main.AreaDifference); n > 0 {
		list = append(list, strconv.Itoa(n)+"项任务的牵头口径与县区汇总口径不一致。")
	}
	if len(page.Recipients) == 0 {
		list = append(list, "名单里没有收件人，发布后不能用邮件发送。")
	}
	return list, nil
}
