package web

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/server/ledger"
)

// bulletinWarnings are what an officer should know before the draft is issued.
func (s *server) bulletinWarnings(c echo.Context, page bulletinPage) ([]string, error) {
	var list []string
	summary, err := s.Service.Judge(c.Request().Context(), page.Key(), page.Bulletin.Period)
	if err != nil {
		return nil, err
	}
	if n := summary.Main.Counts.Of(ledger.NotReported); n > 0 {
		told := "通报里将列出未报送的单位。"
		if page.Bulletin.Edition == bulletin.Public {
			told = "公开版里不列出。"
		}
		list = append(list, strconv.Itoa(n)+"个项目未报送，"+told)
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
	layout, err := s.Service.BulletinWarnings(c.Request().Context(), page.Bulletin.ID)
	if err != nil {
		return nil, err
	}
	list = append(list, layout...)
	if len(page.Recipients) == 0 {
		list = append(list, "名单里没有收件人，发布后不能用邮件发送。")
	}
	return list, nil
}
