package intake

import (
	"reflect"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

// What stands in the cells of progress tables: 累计完成, 完成率, 是否达序时, 形象进度.
func TestCells(t *testing.T) {
	const head = "2020年一季度进展情况表\n序号|项目名称|计量单位|年度目标|累计完成|完成率|是否达序时|形象进度\n1|甲|个|2000|"
	for cells, want := range map[string]struct {
		row   string // cumulative rate declared stage
		found []string
	}{
		"1200/2000|60%|是|在建":     {"1200 60 达序时 在建", []string{}},
		"1200个（含续建300）|60%|√|在建": {"1200 60 达序时 在建", []string{}},
		"2000|100%（已完工）|已完成|":    {"2000 100 已完成 已完工", []string{}},
		"|60%（形象进度）|是|":          {"- 60 达序时 ", []string{}},
		"约1200|约60%|是|":          {"1200 60 达序时 ", []string{}},
		"一千二百|六成|是|":             {"1200 60 达序时 ", []string{}},
		"１２００|６０％|是|":            {"1200 60 达序时 ", []string{}},
		"'1,200|'0.6|是|":         {"1200 60 达序时 ", []string{}},
		"0|0|否|":                 {"0 0 滞后 ", []string{}},
		"/|/|/|/":                {"- -   notask", []string{}},
		"已开工12个，其中完工5个||是|":      {"- - 达序时 ", []string{"unreadable-number@E3"}},
		"详见附件||是|":               {"- - 达序时 ", []string{"unreadable-number@E3"}},
		"未开工（选址未定）||否|":          {"- - 滞后 ", []string{"unreadable-number@E3"}},
		"3o0||是|":                {"- - 达序时 ", []string{"unreadable-number@E3"}},
		"-5||是|":                 {"- - 达序时 ", []string{"negative-number@E3"}},
		"=?||是|":                 {"- - 达序时 ", []string{"formula-without-value@E3"}},
		"500|25%|大概吧|":           {"500 25  ", []string{"unknown-declaration@G3"}},
		"500|25%|在建|":            {"500 25  在建", []string{}},
		"500|30%|是|":             {"500 30 达序时 ", []string{"rate-differs@F3"}},
		"2100|105%|是|":           {"2100 105 达序时 ", []string{"rate-above-100@E3"}},
	} {
		t.Run(cells, func(t *testing.T) {
			d := Read(book(sheet("表", head+cells)))
			if len(d.Progress) != 1 {
				t.Fatalf("%d rows", len(d.Progress))
			}
			p := d.Progress[0]
			got := strings.Join([]string{show(p.Cumulative), show(p.CumulativePercent), p.Declared, p.StageText}, " ")
			if p.NoTask {
				got += " notask"
			}
			if got != want.row {
				t.Errorf("got %q, want %q", got, want.row)
			}
			if f := codes(d.Findings); !reflect.DeepEqual(f, want.found) {
				t.Errorf("findings %v, want %v", f, want.found)
			}
		})
	}
}

// Words that declare 达序时 are asked for a figure where the table has a column
// for it, and only there.
func TestDeclaredInProse(t *testing.T) {
	d := Read(book(sheet("表", `
2020年一季度进展情况表
序号|项目名称|累计完成|进展情况
1|甲|100|正常推进
2|乙||有序推进
3|丙||正在招标
`)))
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"declared-without-figure@D4"}) {
		t.Errorf("findings %v", got)
	}
	for i, want := range []ledger.Declaration{ledger.DeclaredOnSchedule, ledger.DeclaredOnSchedule, ledger.DeclaredNone} {
		if d.Progress[i].Declared != string(want) {
			t.Errorf("row %d declares %q", i, d.Progress[i].Declared)
		}
	}
	if d = Read(book(sheet("表", "2020年一季度进展情况表\n序号|项目名称|进展情况\n1|甲|正常推进"))); len(d.Findings) > 0 {
		t.Errorf("findings %v", codes(d.Findings))
	}
}

// Two deadlines under one number and name are two projects of it.
func TestTwoDeadlinesUnderOneNumber(t *testing.T) {
	d := Read(book(sheet("表", `
2021年民生实事项目表|<|<|<|<
序号|项目名称|主要内容|完成时限|责任单位
1|提升教育|新建学校2所|2021年6月底|区教育局
^|^|改造操场3个|2021年12月底|^
2|环境|整治片区5个|2021年6月底取得阶段性成效，12月底前完成|区生态局
`)))
	var got []string
	for _, p := range d.Projects {
		got = append(got, p.ID.No+p.ID.Sub+" "+p.Name+" "+p.Deadline.String()+" "+strings.Join(p.Names(ledger.Lead), "、"))
	}
	want := []string{"1① 提升教育 2021-06-30 区教育局", "1② 提升教育 2021-12-31 区教育局", "2 环境 2021-12-31 区生态局"}
	if !reflect.DeepEqual(got, want) || len(d.Findings) > 0 {
		t.Errorf("got %v, findings %v", got, codes(d.Findings))
	}
	if ph := d.Projects[2].Phase; ph == nil || ph.Due.String() != "2021-06-30" {
		t.Errorf("phase %+v", ph)
	}
}

// A date whose cell lost its format is a date all the same.
func TestSerialDates(t *testing.T) {
	d := Read(book(sheet("表", "2023年1—6月微幸福事项\n编号|诉求内容|受理时间|承办单位|办结时间\nW-01|路灯不亮|44990|市城管局|44997\nW-02|积水|12|市城管局|")))
	if len(d.Matters) != 1 || d.Matters[0].Received.String() != "2023-03-05" || d.Matters[0].Closed.String() != "2023-03-12" ||
		d.Period.String() != "2023-06" {
		t.Errorf("%+v, period %s", d.Matters, d.Period)
	}
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"unreadable-date@C4"}) {
		t.Errorf("findings %v", got)
	}
}
