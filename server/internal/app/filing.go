package app

import (
	"context"
	"fmt"
	"strings"

	"tongbao/reports/list"
	"tongbao/server/ledger"
)

// Filing is how the units of a programme have reported for a period, as it
// stands today (填报进度).
type Filing struct {
	Programme       *ledger.Programme
	Period          ledger.Period
	ReportBy, Today ledger.Date
	Units           []ledger.UnitFilings // in 建制序
	// Closed: no more reports are taken for the period.
	Closed bool
	// stamped are the submissions that need no stamped scan any more; nil while
	// the office has filed none for the programme, and so asks for none.
	stamped map[int64]bool
	counts  map[ledger.FilingState]int
	title   func(*ledger.Project) string
}

// Filing is the programme's reports for a period, come and missing. It fails as
// Judge does.
func (s *Service) Filing(ctx context.Context, key string, p ledger.Period) (*Filing, error) {
	summary, err := s.Judge(ctx, key, p)
	if err != nil {
		return nil, err
	}
	rules, err := s.Store.Rules(ctx, key)
	if err != nil {
		return nil, err
	}
	f := NewFiling(summary, ledger.DateOf(s.Clock()), s.Title)
	_, f.Closed = rules.ClosedFor(p)
	f.stamped, err = s.stamped(ctx, key)
	return f, err
}

// stamped are the submissions whose stamped scan has come, and those that were
// entered by hand and have none; nil where no scan was ever filed.
func (s *Service) stamped(ctx context.Context, key string) (map[int64]bool, error) {
	seals, err := s.Store.Seals(ctx, key)
	if err != nil || len(seals) == 0 {
		return nil, err
	}
	submissions, err := s.Store.Submissions(ctx, key)
	if err != nil {
		return nil, err
	}
	out := map[int64]bool{}
	for id := range seals {
		out[id] = true
	}
	for i := range submissions {
		if submissions[i].Hand != nil {
			out[submissions[i].ID] = true
		}
	}
	return out, nil
}

// Unstamped reports whether a report has come and its stamped scan has not
// (盖章件未到).
func (f *Filing) Unstamped(x ledger.Filing) bool {
	return f.stamped != nil && (x.State == ledger.Filed || x.State == ledger.FiledLate) &&
		x.Report != nil && x.Report.Submission > 0 && !f.stamped[x.Report.Submission]
}

// UnstampedCount is how many stamped scans have not come.
func (f *Filing) UnstampedCount() int {
	n := 0
	for i := range f.Units {
		for _, x := range f.Units[i].Filings {
			if f.Unstamped(x) {
				n++
			}
		}
	}
	return n
}

// NewFiling is what a judged period says of its reports on a day. title gives
// the names of projects.
func NewFiling(summary *ledger.Summary, today ledger.Date, title func(*ledger.Project) string) *Filing {
	f := &Filing{
		Programme: summary.Programme, Period: summary.Period, ReportBy: summary.Programme.ReportBy(summary.Period), Today: today,
		Units: summary.Filings(), counts: map[ledger.FilingState]int{}, title: title,
	}
	for i := range f.Units {
		for _, x := range f.Units[i].Filings {
			f.counts[x.State]++
		}
	}
	return f
}

// Of is how many reports are in a state.
func (f *Filing) Of(state ledger.FilingState) int { return f.counts[state] }

// Missing is how many are still owed, whole or in part.
func (f *Filing) Missing() int { return f.Of(ledger.Unfiled) + f.Of(ledger.FiledShort) }

// Owed is how many reports are owed for the period, come or not.
func (f *Filing) Owed() int {
	n := 0
	for state, k := range f.counts {
		if state != ledger.NotOwed {
			n += k
		}
	}
	return n
}

// Came is how many of them have come.
func (f *Filing) Came() int { return f.Of(ledger.Filed) + f.Of(ledger.FiledLate) }

// DaysOver is how many days ago the last day to report was; 0 on the day and
// before it.
func (f *Filing) DaysOver() int { return max(0, f.Today.DaysSince(f.ReportBy)) }

// Deadline says in words how far the last day to report is: 还有3天.
func (f *Filing) Deadline() string {
	switch days := f.ReportBy.DaysSince(f.Today); {
	case days > 0:
		return fmt.Sprintf("还有%d天", days)
	case days < 0:
		return fmt.Sprintf("已过%d天", -days)
	}
	return "今天截止"
}

// Owing is a unit that still owes reports for a period.
type Owing struct {
	Unit    ledger.Unit
	Missing []ledger.Filing
	// Times is in how many periods of the year it has left reports out; the
	// period itself counts once its last day is over.
	Times int
	// Addresses are where the unit's mail goes: its contact's, or else those that
	// bulletins are sent to.
	Addresses []string
}

// Owing are the units that still owe reports, in 建制序 (未报名单).
func (f *Filing) Owing() []Owing {
	var out []Owing
	for i := range f.Units {
		u := &f.Units[i]
		o := Owing{Unit: u.Unit, Missing: u.Missing(), Times: u.TimesSilent}
		if len(o.Missing) == 0 {
			continue
		}
		if f.DaysOver() == 0 && o.Times > 0 {
			o.Times--
		}
		o.Addresses = f.addresses(u.Unit)
		out = append(out, o)
	}
	return out
}

func (f *Filing) addresses(u ledger.Unit) []string {
	if u.Contact.Mail != "" {
		return []string{u.Contact.Mail}
	}
	var out []string
	for _, r := range f.Programme.Recipients {
		if f.Programme.Canonical(r.Unit) == u.Name {
			out = append(out, r.Address)
		}
	}
	return out
}

// ProjectName is a project as lists and letters name it: 1③ 新改扩建旅游公厕,
// with what is missing of it.
func (f *Filing) ProjectName(x ledger.Filing) string {
	name := x.Project.ID.No + x.Project.ID.Sub + " " + f.title(x.Project)
	if x.Project.ID.Series == ledger.SeriesVoted {
		name = "票决" + name
	}
	if x.Share {
		name += "（任务分解）"
	}
	if x.State == ledger.FiledShort {
		name += "（已报，数据不全）"
	}
	return name
}

// FilingBook is 填报进度 as a workbook, a row for each unit and project.
func (s *Service) FilingBook(ctx context.Context, key string, p ledger.Period) (File, []byte, error) {
	f, err := s.Filing(ctx, key, p)
	if err != nil {
		return File{}, nil, err
	}
	t := f.table("填报进度", fmt.Sprintf("应报%d份，已报%d份（其中迟报%d份），未报%d份，数据不全%d份。",
		f.Owed(), f.Came(), f.Of(ledger.FiledLate), f.Of(ledger.Unfiled), f.Of(ledger.FiledShort)))
	t.Heads = []string{"单位", "序号", "项目", "填报情况", "迟报天数", "填报时间", "报送编号", "备注"}
	for i := range f.Units {
		u := &f.Units[i]
		for _, x := range u.Filings {
			row := []list.Cell{
				list.Text(u.Unit.Name), list.Text(x.Project.ID.String()), list.Text(f.title(x.Project)), list.Text(x.State.Chinese()),
				list.Number(nil), list.Day(ledger.Date{}), list.Number(nil), list.Text(f.note(x)),
			}
			if x.DaysLate > 0 {
				row[4] = list.Int(x.DaysLate)
			}
			if x.Report != nil {
				row[5], row[6] = list.Day(x.Report.Filed), list.Int(int(x.Report.Submission))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return s.ListFile(t)
}

// note is what else there is to say of a report.
func (f *Filing) note(x ledger.Filing) string {
	var words []string
	if x.By != "" {
		words = append(words, "由"+x.By+"填报")
	}
	if x.Share {
		words = append(words, "任务分解")
	}
	if f.Unstamped(x) {
		words = append(words, "盖章件未到")
	}
	return strings.Join(words, "；")
}

// OwingBook is 未报名单 as a workbook, a row for each unit.
func (s *Service) OwingBook(ctx context.Context, key string, p ledger.Period) (File, []byte, error) {
	f, err := s.Filing(ctx, key, p)
	if err != nil {
		return File{}, nil, err
	}
	return s.ListFile(f.owingTable())
}

// owingTable is 未报名单 as a list.
func (f *Filing) owingTable() list.Table {
	owing := f.Owing()
	t := f.table("未报名单", fmt.Sprintf("未报单位%d个，未报%d份，数据不全%d份。", len(owing), f.Of(ledger.Unfiled), f.Of(ledger.FiledShort)))
	t.Heads = []string{"单位", "未报数", "未报项目", "逾期天数", "年内未报次数", "联系人", "电话", "邮箱"}
	for _, o := range owing {
		var names []string
		for _, x := range o.Missing {
			names = append(names, f.ProjectName(x))
		}
		t.Rows = append(t.Rows, []list.Cell{
			list.Text(o.Unit.Name), list.Int(len(o.Missing)), list.Text(strings.Join(names, "；")), list.Int(f.DaysOver()),
			list.Int(o.Times), list.Text(o.Unit.Contact.Person), list.Text(o.Unit.Contact.Telephone), list.Text(strings.Join(o.Addresses, "、")),
		})
	}
	return t
}

// table is a list of the period without heads and rows.
func (f *Filing) table(what, counts string) list.Table {
	return list.Table{
		Title: fmt.Sprintf("%d年%s%s%s", f.Programme.Year, f.Programme.Title, f.Period.ShortChinese(), what),
		Sheet: what, Sample: f.Programme.Sample,
		Lines: []string{fmt.Sprintf("截至%s。报送截止日%s（%s）。%s", f.Today.Chinese(), f.ReportBy.Chinese(), f.Deadline(), counts)},
	}
}
