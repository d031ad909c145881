package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tongbao/reports/list"
	"tongbao/server/ledger"
)

// MatterFilter narrows a list of matters; zero fields narrow nothing.
type MatterFilter struct {
	State      ledger.MatterState
	Unit       string
	Supervised bool
	Overdue    bool
	Query      string // in number, content or source
}

func (f MatterFilter) keeps(m *ledger.Matter, today ledger.Date) bool {
	switch {
	case f.State != "" && m.State != f.State,
		f.Unit != "" && !slices.Contains(m.Units(), f.Unit),
		f.Supervised && !m.Supervised,
		f.Overdue && !m.Overdue(today):
		return false
	}
	return f.Query == "" || strings.Contains(m.No+" "+m.Content+" "+m.Source, f.Query)
}

// MatterList is a programme's matters on a day: those a filter keeps, and the
// counts of all.
type MatterList struct {
	Rows   []ledger.Matter
	Counts ledger.MatterCounts
	Units  []string // that answer for one, in the order of their first
	Today  ledger.Date
}

// Matters lists a programme's matters as they stand today.
func (s *Service) Matters(ctx context.Context, key string, f MatterFilter) (MatterList, error) {
	all, err := s.Store.Matters(ctx, key)
	if err != nil {
		return MatterList{}, err
	}
	l := MatterList{Today: ledger.DateOf(s.Clock())}
	l.Counts = ledger.CountMatters(all, l.Today)
	for i := range all {
		m := &all[i]
		if m.Unit != "" && !slices.Contains(l.Units, m.Unit) {
			l.Units = append(l.Units, m.Unit)
		}
		if f.keeps(m, l.Today) {
			l.Rows = append(l.Rows, *m)
		}
	}
	return l, nil
}

// Matter is one matter with all its versions, newest first.
func (s *Service) Matter(ctx context.Context, key, no string) ([]MatterVersion, error) {
	return s.Store.MatterVersions(ctx, key, no)
}

// LinkMatter sets the project that was made of a matter, nil for none.
func (s *Service) LinkMatter(ctx context.Context, key, no string, project *ledger.ProjectID, by Actor) error {
	return s.Store.LinkMatter(ctx, key, no, project, by)
}

// MattersBook is the list of matters as a workbook.
func (s *Service) MattersBook(ctx context.Context, key string, f MatterFilter) (File, []byte, error) {
	p, err := s.Store.Programme(ctx, key)
	if err != nil {
		return File{}, nil, err
	}
	l, err := s.Matters(ctx, key, f)
	if err != nil {
		return File{}, nil, err
	}
	return s.ListFile(l.table(fmt.Sprintf("%d年%s民声事项", p.Year, p.Title), p.Sample))
}

// ListFile is a list as a workbook, named by its title.
func (s *Service) ListFile(t list.Table) (File, []byte, error) {
	data, err := s.ListBook(t)
	return fileOf(fileName(t.Title+".xlsx"), data), data, err
}

func (l *MatterList) table(title string, sample bool) list.Table {
	t := list.Table{
		Title: title, Sheet: "民声事项", Sample: sample,
		Lines: []string{fmt.Sprintf("截至%s，共%d件，本表%d件。", l.Today.Chinese(), l.Counts.Total, len(l.Rows))},
		Heads: []string{"编号", "诉求内容", "来源", "受理时间", "承办单位", "办理状态", "办结时限", "办结时间", "逾期", "满意度", "重点督办", "转为项目"},
	}
	yes := map[bool]string{true: "是"}
	for i := range l.Rows {
		m := &l.Rows[i]
		project := ""
		if m.Project != nil {
			project = m.Project.String()
		}
		t.Rows = append(t.Rows, []list.Cell{
			list.Text(m.No), list.Text(m.Content), list.Text(m.Source), list.Day(m.Received),
			list.Text(strings.Join(m.Units(), "、")), list.Text(m.State.Chinese()), list.Day(m.DueBy()), list.Day(m.Closed),
			list.Text(yes[m.Overdue(l.Today)]), list.Text(m.Satisfaction), list.Text(yes[m.Supervised]), list.Text(project),
		})
	}
	return t
}
