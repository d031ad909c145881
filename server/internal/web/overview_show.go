package web

import (
	"context"
	"fmt"
	"net/http"
	"sort"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type overviewPage struct {
	Page
	Summary *ledger.Summary // nil while no period has reports
	Rate    string          // 达序时率, "" when nothing is due
	Share   string          // of this year's plan, "" when nothing is planned
	Shown   []ledger.Verdict
	Units   []ledger.UnitStanding // laggards first
	Areas   []ledger.AreaStanding // silent ones first, then the slowest
	Pace    *chart                // of the categories, nil without figures
	Trend   []*ledger.Summary     // this period and those before it in the year
	Rates   *chart                // their 达序时率, nil for a single period
	Todo    []todo
}

// todo is one line of 今日待办.
type todo struct {
	Text, Detail, Address string
}

// overviewShow is 总览, of the programme in the address or else the newest.
func (s *server) overviewShow(c echo.Context) error {
	ctx := c.Request().Context()
	key := c.Param("key")
	if key == "" {
		programmes, err := s.Service.Programmes(ctx)
		if err != nil {
			return err
		}
		if len(programmes) == 0 {
			return s.render(c, http.StatusOK, "welcome", s.newPage(c, "开始使用", "overview"))
		}
		key = programmes[0].Key
	}
	base, err := s.programmePage(c, "总览", "overview", key)
	if err != nil {
		return err
	}
	base.Here = "/p/" + key
	page := overviewPage{Page: base}
	if !page.Period.IsZero() {
		if page.Summary, err = s.Service.Judge(ctx, key, page.Period); err != nil {
			return err
		}
		page.measure()
	}
	if page.Todo, err = s.todos(ctx, page.Page, page.Summary); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "overview", page)
}

func (p *overviewPage) measure() {
	main := &p.Summary.Main
	if rate, ok := main.Counts.OnScheduleRate(); ok {
		p.Rate = rate.Shown(1) + "%"
	}
	if share, ok := main.Investment.Share(); ok {
		p.Share = share.Shown(1) + "%"
	}
	for _, v := range ledger.Verdicts {
		if main.Counts.Of(v) > 0 {
			p.Shown = append(p.Shown, v)
		}
	}
	p.Pace, p.Trend = paceChart(main.Categories), trend(p.Summary)
	p.Rates = trendChart(p.Trend)
	p.Areas = append(p.Areas, main.Areas...)
	sort.SliceStable(p.Areas, func(i, j int) bool {
		a, b := &p.Areas[i], &p.Areas[j]
		if a.Rated != b.Rated {
			return b.Rated
		}
		return a.Rate.Cmp(b.Rate) < 0
	})
	p.Units = append(p.Units, main.Units...)
	weight := func(u ledger.UnitStanding) [3]int {
		return [3]int{u.Counts.Of(ledger.FarBehind), u.Counts.Of(ledger.Behind), len(u.Silent)}
	}
	sort.SliceStable(p.Units, func(i, j int) bool {
		a, b := weight(p.Units[i]), weight(p.Units[j])
		for k := range a {
			if a[k] != b[k] {
				return a[k] > b[k]
			}
		}
		return false
	})
}

// todos are what waits for somebody today.
func (s *server) todos(ctx context.Context, page Page, summary *ledger.Summary) ([]todo, error) {
	key := page.Key()
	list, err := s.inboxTodos(ctx, key)
	if err != nil {
		return nil, err
	}
	bulletins, err := s.Ledger.Bulletins(ctx, key)
	if err != nil {
		return nil, err
	}
	for _, b := range bulletins {
		address := fmt.Sprintf("/bulletins/%d", b.ID)
		if b.State == app.Draft {
			list = append(list, todo{"通报草稿待发布", fmt.Sprintf("%s，第%d期（%s）", b.Period.Chinese(), b.Number, editionWords(b.Edition)), address})
			continue
		}
		deliveries, err := s.Ledger.Deliveries(ctx, app.OutboxFilter{Bulletin: b.ID})
		if err != nil {
			return nil, err
		}
		if failed, uncertain := countTroubled(deliveries); failed+uncertain > 0 {
			list = append(list, todo{"邮件没有送到", fmt.Sprintf("第%d期：失败%d封，结果不明%d封", b.Number, failed, uncertain), address + "#deliveries"})
		}
	}
	if summary == nil {
		return list, nil
	}
	drafted := false
	for _, b := range bulletins {
		drafted = drafted || b.Period == page.Period
	}
	if !drafted {
		list = append(list, todo{"本期通报尚未起草", page.Period.Chinese(), "/p/" + key + "/bulletins"})
	}
	late, err := lateTodos(page, summary)
	if err != nil {
		return nil, err
	}
	list = append(list, late...)
	if n := unconfirmed(summary); n > 0 {
		list = append(list, todo{"主报单位待确认", fmt.Sprintf("%d个项目由几个单位共同牵头，暂按第一个", n), "/p/" + key + "/projects"})
	}
	n, err := s.Service.Unexplained(ctx, key)
	if err != nil {
		return nil, err
	}
	if n > 0 {
		list = append(list, todo{"提醒没有说明", fmt.Sprintf("现行报送中有%d处", n), "/p/" + key + "/submissions?state=current&sort=-findings"})
	}
	return list, nil
}

// inboxTodos are the files that came in for a programme, or for none that is
// known, and wait for the office.
func (s *server) inboxTodos(ctx context.Context, key string) ([]todo, error) {
	files, err := s.Ledger.Inbox(ctx, s.Clock())
	if err != nil {
		return nil, err
	}
	count := map[app.InboxState]int{}
	for _, f := range files {
		if of := f.Reading.Programme; of == key || of == "" {
			count[f.State()]++
		}
	}
	var list []todo
	for _, t := range []struct {
		text, detail string
		n            int
	}{
		{"收件待入库", "%d个文件核对无误", count[app.InboxReady]},
		{"收件待确认", "%d个文件要选定年度计划、周期、单位，或要答一句话", count[app.InboxAsked]},
		{"收件有错误", "%d个文件要退回改正", count[app.InboxFaulty] + count[app.InboxUnreadable]},
	} {
		if t.n > 0 {
			list = append(list, todo{t.text, fmt.Sprintf(t.detail, t.n), "/upload?programme=" + key + "#inbox"})
		}
	}
	return list, nil
}

// maxNamed is how many late units 今日待办 names one by one.
const maxNamed = 5

// lateTodos are the units and areas that owe a report.
func lateTodos(page Page, summary *ledger.Summary) ([]todo, error) {
	var units, areas []todo
	for _, u := range summary.Main.Units {
		if n := len(u.Silent); n > 0 {
			address, err := link("/p/"+page.Key()+"/projects", "period", page.Period, "verdict", ledger.NotReported, "unit", u.Unit.Name)
			if err != nil {
				return nil, err
			}
			units = append(units, todo{u.Unit.Name + "未报送", fmt.Sprintf("涉及%d个项目，应于%s前报送", n, page.Programme.ReportBy(page.Period).Chinese()), address})
		}
	}
	if len(units) > maxNamed {
		units = []todo{{fmt.Sprintf("%d个单位未报送", len(units)), "未报名单和催报", "/p/" + page.Key() + "/filing/late?period=" + page.Period.String()}}
	}
	here := "/p/" + page.Key() + "?period=" + page.Period.String() + "#areas"
	for _, a := range summary.Main.SilentAreas {
		areas = append(areas, todo{a.Unit.Name + "未报送分解数据", fmt.Sprintf("涉及%d项任务分解", len(a.Shares)), here})
	}
	if len(areas) > maxNamed {
		areas = []todo{{fmt.Sprintf("%d个县区未报送分解数据", len(areas)), "按平均完成率列在最前", here}}
	}
	return append(units, areas...), nil
}

// unconfirmed is how many projects have a reporter that is only the first named of
// several leads.
func unconfirmed(summary *ledger.Summary) int {
	n := 0
	for i := range summary.Main.Standings {
		if st := &summary.Main.Standings[i]; st.Reporter != "" && !st.ReporterConfirmed && st.Verdict != ledger.NoTask {
			n++
		}
	}
	return n
}

func countTroubled(deliveries []app.Delivery) (failed, uncertain int) {
	for _, d := range deliveries {
		switch d.State {
		case app.Failed, app.Bounced:
			failed++
		case app.Uncertain:
			uncertain++
		default: // on its way, or there
		}
	}
	return failed, uncertain
}
