package intake

import (
	"testing"

	"tongbao/server/ledger"
)

// belongingPlan has three projects of two bureaus, one carried out by areas.
func belongingPlan() *ledger.Programme {
	project := func(no, name, lead string, local ...string) ledger.Project {
		p := ledger.Project{ID: ledger.ProjectID{Series: ledger.SeriesMain, No: no}, Name: name, Duties: []ledger.Duty{{Role: ledger.Lead, Name: lead}}}
		for _, l := range local {
			p.Duties = append(p.Duties, ledger.Duty{Role: ledger.Local, Name: l})
		}
		return p
	}
	return &ledger.Programme{
		Key: "shi-2020", Year: 2020,
		Units: []ledger.Unit{
			{Name: "市住建局", Kind: ledger.Bureau, Aliases: []string{"市住房和城乡建设局"}},
			{Name: "市教育局", Kind: ledger.Bureau},
			{Name: "淮阴区", Kind: ledger.County},
			{Name: "市政府办公室", Kind: ledger.Bureau},
		},
		Projects: []ledger.Project{
			project("1", "老旧小区改造", "市住建局", "淮阴区"), project("2", "新建口袋公园", "市住建局", "淮阴区"), project("3", "新建幼儿园", "市教育局"),
		},
	}
}

func TestFilerOf(t *testing.T) {
	housing := []ProgressRow{{Series: ledger.SeriesMain, No: "1", Name: "老旧小区改造"}, {Series: ledger.SeriesMain, No: "2", Name: "新建口袋公园"}}
	all := append([]ProgressRow{{Series: ledger.SeriesMain, No: "3", Name: "新建幼儿园"}}, housing...)
	with := func(rows []ProgressRow, units ...string) []ProgressRow {
		rows = append([]ProgressRow(nil), rows...)
		for i := range rows {
			rows[i].Unit = units[i%len(units)]
		}
		return rows
	}
	for _, tt := range []struct {
		name string
		d    Draft
		want Filer
	}{
		{"a line", Draft{Reporter: "市住房和城乡建设局", Progress: housing}, Filer{"市住建局", true}},
		{"a line beside a name that says otherwise", Draft{Reporter: "市住建局", File: "市教育局.xlsx", Progress: housing}, Filer{"市住建局", true}},
		{"a line with a slip", Draft{Reporter: "市住健局", Progress: housing}, Filer{"市住建局", false}},
		{"a line of an office that gathers", Draft{Reporter: "市督查室", Gathered: true, Progress: all}, Filer{"", true}},
		{"all rows", Draft{Progress: with(housing, "市住建局")}, Filer{"市住建局", true}},
		{"rows of several", Draft{File: "市住建局.xlsx", Progress: with(all, "市教育局", "市住建局", "市住建局")}, Filer{"", true}},
		{"the file's name", Draft{File: "报表/市住建局2020年三季度.xlsx", Progress: housing}, Filer{"市住建局", true}},
		{"a short name", Draft{File: "住建局三季度.xlsx", Progress: housing}, Filer{"市住建局", true}},
		{"an area's name", Draft{File: "淮阴区政府2020Q3.xlsx", Progress: housing}, Filer{"淮阴区", true}},
		{"a name that its rows deny", Draft{File: "市教育局.xlsx", Progress: housing}, Filer{"市教育局", false}},
		{"two names", Draft{File: "市教育局市住建局.xlsx", Progress: all}, Filer{"", false}},
		{"one reporter's rows", Draft{File: "三季度.xlsx", Progress: housing}, Filer{"市住建局", false}},
		{"nothing", Draft{File: "三季度.xlsx", Progress: all}, Filer{"", false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := FilerOf(&tt.d, belongingPlan()); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestPeriodTold(t *testing.T) {
	q3 := ledger.QuarterOf(2020, 3)
	for _, tt := range []struct {
		name string
		d    Draft
		want ledger.Period
	}{
		{"the file's name", Draft{File: "市住建局2020年三季度.xlsx"}, q3},
		{"without a year", Draft{File: "住建 第三季度(1).xls"}, q3},
		{"a code", Draft{File: "2020Q3.csv"}, q3},
		{"a month", Draft{File: "9月进展.xlsx"}, ledger.Period{Year: 2020, Kind: ledger.Month, N: 9}},
		{"all rows", Draft{File: "一季度.xlsx", Progress: []ProgressRow{{Period: "2020Q3"}, {}, {Period: "2020Q3"}}}, q3},
		{"rows of several", Draft{File: "三季度.xlsx", Progress: []ProgressRow{{Period: "2020Q3"}, {Period: "2020Q2"}}}, ledger.Period{}},
		{"only a year", Draft{File: "2020年度民生实事.xlsx"}, ledger.Period{}},
		{"nothing", Draft{File: "进展表.xlsx"}, ledger.Period{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := PeriodTold(&tt.d, 2020); got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

func TestFit(t *testing.T) {
	d := Draft{
		Progress: []ProgressRow{
			{Series: ledger.SeriesMain, No: "1", Name: "老旧小区改造"}, {Series: ledger.SeriesMain, No: "2", Name: "修建机场"}, {Name: "新建幼儿园"},
		},
		Allocations: []AllocationRow{{Series: ledger.SeriesMain, No: "9", Name: "外地工程"}},
		Fundings:    []FundingRow{{Series: ledger.SeriesMain, No: "3", Name: "新建幼儿园"}},
	}
	if rows, known := Fit(&d, belongingPlan()); rows != 5 || known != 3 {
		t.Errorf("%d of %d rows", known, rows)
	}
}
