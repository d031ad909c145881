package app_test

import (
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/internal/workbook/blank"
	"tongbao/server/ledger"
)

// Where a percent of the works is due (完成60%以上工程量), an area's form asks for
// 完成率 and for no count, and what comes back is the area's rate.
func TestAreasTellThePercentOfTheirWorks(t *testing.T) {
	const key = "huaian-2020"
	d := newDesk(t)
	d.Blank = blank.Write
	d.accept("淮安2020-项目表.xlsx", "")
	shares := "2020年市政府为民办十件实事任务分解表\n" +
		"序号,项目名称,指标,计量单位,合计,清江浦区,淮安区\n" +
		"3④,治理提升湿地生态系统,整治农村黑臭水体,条,27,12,15\n"
	_, _, err := d.Accept(t.Context(), app.Upload{Name: "任务分解.csv", Data: []byte(shares)}, app.Binding{Programme: key}, app.CommandLine)
	fatal(t, err)

	half := ledger.QuarterOf(2020, 2)
	_, data, err := d.Template(t.Context(), key, "淮安区", half)
	fatal(t, err)
	s := openForm(t, data)
	if s.last != s.head+1 || s.get("序号", s.last) != "3④" {
		t.Fatalf("%d rows, the last %s", s.last-s.head, s.get("序号", s.last))
	}
	if !s.open("完成率", s.last, true) || s.open("累计完成", s.last, false) || !strings.Contains(s.get("序时要求", s.last), "应完成工程量的60%") {
		t.Errorf("percent open %v, count open %v, due %q",
			s.open("完成率", s.last, true), s.open("累计完成", s.last, false), s.get("序时要求", s.last))
	}

	d.fillAll(key, half, requiredCells, asFilled) // 40 % each
	programme, err := d.Programme(t.Context(), key)
	fatal(t, err)
	reports, err := d.Reports(t.Context(), key)
	fatal(t, err)
	told := 0
	for _, a := range ledger.Judge(programme, reports, half).Main.Areas {
		for _, share := range a.Shares {
			told++
			if !share.OfWork || share.Done != nil || share.Rate.Shown(1) != "40" || !a.Rated || a.Rate.Shown(1) != "40" {
				t.Errorf("%s: %+v of %s", a.Unit.Name, share, a.Rate.Shown(1))
			}
		}
	}
	if told != 2 {
		t.Errorf("%d shares", told)
	}
}
