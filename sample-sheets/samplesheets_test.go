package samplesheets

import (
	"slices"
	"testing"

	"tongbao/server/ledger"
)

func TestSettingsDecodeForEveryKey(t *testing.T) {
	for _, key := range Keys() {
		p, err := settings(key)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case p.Key != key, p.Government == "", p.Issuer == "", p.Title == "", p.Notice == "", p.Year == 0:
			t.Errorf("%s: incomplete: %+v", key, p)
		case p.Thresholds != ledger.DefaultThresholds(), p.ReportDays != 10, p.Sample, p.Projects != nil:
			t.Errorf("%s: thresholds, days, sample mark or projects are not as they should be", key)
		}
	}
	if _, ok := Settings("nobody-1999"); ok {
		t.Error("an unknown key has settings")
	}
}

func TestRules(t *testing.T) {
	want := map[string]ledger.Rule{
		"huaian-2020": ledger.RuleMilestones, "lianyungang-2021": ledger.RuleLine, "huashan-2024": ledger.RuleDeclared,
		"jining-gaoxin-2021": ledger.RuleDeclared, "wuxi-2023": ledger.RuleCheckPoints,
	}
	for key, rule := range want {
		if p, _ := Settings(key); p.Rule != rule {
			t.Errorf("%s: rule %q, want %q", key, p.Rule, rule)
		}
	}
	p, _ := Settings("wuxi-2023")
	points := []ledger.CheckPoint{{Date: ledger.Date{Year: 2023, Month: 6, Day: 30}, Percent: 60}, {Date: ledger.Date{Year: 2023, Month: 11, Day: 30}, Percent: 100}}
	if !slices.Equal(p.CheckPoints, points) {
		t.Errorf("无锡's check points: %v", p.CheckPoints)
	}
	if p, _ := Settings("huashan-2024"); p.Assigned != 50 {
		t.Errorf("花山: assigned %d, want 50", p.Assigned)
	}
}

func TestUnitsAreOneNameEach(t *testing.T) {
	for _, key := range Keys() {
		p, _ := Settings(key)
		owner := map[string]string{}
		for _, u := range p.Units {
			for _, name := range append([]string{u.Name}, u.Aliases...) {
				if o, ok := owner[name]; ok {
					t.Errorf("%s: %s is both %s and %s", key, name, o, u.Name)
				}
				owner[name] = u.Name
			}
			if _, ok := p.Unit(u.Parent); u.Parent != "" && !ok {
				t.Errorf("%s: %s has an unknown parent %s", key, u.Name, u.Parent)
			}
			switch u.Kind {
			case ledger.Bureau, ledger.County, ledger.Park, ledger.Enterprise, ledger.MassBody:
			default:
				t.Errorf("%s: %s has kind %q", key, u.Name, u.Kind)
			}
		}
		for _, g := range p.Groups {
			if _, ok := owner[g.Name]; ok {
				t.Errorf("%s: group %s is a unit too", key, g.Name)
			}
			for _, m := range g.Members {
				if owner[m] != m {
					t.Errorf("%s: group %s: member %s is no unit", key, g.Name, m)
				}
			}
		}
		for _, r := range p.Recipients {
			if owner[r.Unit] != r.Unit {
				t.Errorf("%s: recipient %s is no unit", key, r.Unit)
			}
		}
	}
}

func TestUnitsStandInTheirOwnOrder(t *testing.T) {
	p, _ := Settings("huaian-2020")
	for i, u := range p.Units {
		if u.Order != i+1 {
			t.Errorf("%s has order %d, want %d", u.Name, u.Order, i+1)
		}
	}
}

func TestOneUnitUnderItsSpellings(t *testing.T) {
	for _, c := range []struct{ key, spelling, name string }{
		{"huaian-2020", "清江浦区政府", "清江浦区"},
		{"huaian-2020", "生态文旅区管委会", "淮安生态文旅区"},
		{"lianyungang-2021", "灌云縣", "灌云县"},
		{"lianyungang-2021", "市生態環境局", "市生态环境局"},
		{"huashan-2024", "区城市管理局", "区城管局"},
		{"jining-gaoxin-2021", "发展软环境保障局(城乡统筹发展)", "发展软环境保障局（城乡统筹发展）"},
		{"wuxi-2023", "無錫經開區", "无锡经开区"},
	} {
		p, _ := Settings(c.key)
		if u, ok := p.Unit(c.spelling); !ok || u.Name != c.name {
			t.Errorf("%s: %s is %q, want %s", c.key, c.spelling, u.Name, c.name)
		}
	}
	p, _ := Settings("jining-gaoxin-2021")
	if u, _ := p.Unit("发展软环境保障局（城乡统筹发展）"); u.Parent != "发展软环境保障局" {
		t.Errorf("the division's parent is %q", u.Parent)
	}
}

func TestWorkbooksComeInTheOrderOfImport(t *testing.T) {
	want := map[string][]string{
		"huaian-2020":        {"", "", "", "2020Q1", "2020Q2", "2020Q3"},
		"lianyungang-2021":   {"", "2021Q1", "2021Q2", "2021Q3"},
		"huashan-2024":       {"", "2024Q2", "2024Q3", "2024Q4"},
		"jining-gaoxin-2021": {"", "2021Q2", "2021Q3", "2021Q4"},
		"wuxi-2023":          {"", "", "2023Q1", "2023Q2", "2023Q3"},
	}
	for _, key := range Keys() {
		books, err := workbooks(key)
		if err != nil {
			t.Fatal(err)
		}
		var periods []string
		for _, b := range books {
			periods = append(periods, b.Period.String())
			if len(b.Data) == 0 {
				t.Errorf("%s is empty", b.Name)
			}
		}
		if !slices.Equal(periods, want[key]) {
			t.Errorf("%s: periods %q, want %q", key, periods, want[key])
		}
	}
	if Workbooks("nobody-1999") != nil {
		t.Error("an unknown key has workbooks")
	}
}
