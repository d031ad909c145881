package intake

import (
	"testing"

	"tongbao/server/ledger"
)

func TestWhatPeopleSaidRowsMean(t *testing.T) {
	p := &ledger.Programme{Projects: []ledger.Project{
		{ID: ledger.ProjectID{Series: ledger.SeriesMain, No: "1"}, Name: "新建旅游公厕"},
		{ID: ledger.ProjectID{Series: ledger.SeriesMain, No: "2"}, Name: "改造农贸市场"},
	}}
	second := p.Projects[1].ID
	for _, tt := range []struct {
		name, words string
		id          ledger.ProjectID
		row         string
		want        string
	}{
		{"a name that nothing is like", "99 菜篮子", ledger.ProjectID{No: "99"}, "菜篮子", "2"},
		{"spaces and widths aside", "９９  菜篮子", ledger.ProjectID{No: "99"}, "菜 篮子", "2"},
		{"before the plan's own number", "1 菜篮子", ledger.ProjectID{Series: ledger.SeriesMain, No: "1"}, "菜篮子", "2"},
		{"another number", "99 菜篮子", ledger.ProjectID{No: "98"}, "菜篮子", ""},
		{"a number alone is never said", "99", ledger.ProjectID{No: "99"}, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := planOf(p)
			m.calls = Called{}
			m.calls.Call(tt.words, second)
			got := ""
			if f := m.find(tt.id, tt.row); f.project != nil {
				got = f.project.ID.String()
			}
			if got != tt.want {
				t.Errorf("means %q, want %q", got, tt.want)
			}
		})
	}
	m := planOf(p)
	m.calls = Called{}
	m.calls.Call("菜篮子工程（个）", second)
	if f := m.counting("菜篮子工程（个）"); f.project == nil || f.project.ID != second {
		t.Errorf("a heading means %+v", f.project)
	}
}
