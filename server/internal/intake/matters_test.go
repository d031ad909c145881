package intake

import (
	"reflect"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

func matterProgramme() *ledger.Programme {
	return &ledger.Programme{
		Key: "p", Year: 2023,
		Units: []ledger.Unit{
			{Name: "市城市管理局", Kind: ledger.Bureau, Aliases: []string{"市城管局"}},
			{Name: "市交通运输局", Kind: ledger.Bureau},
			{Name: "甲区", Kind: ledger.County},
		},
	}
}

func TestMatterStatesAgainstTheirDates(t *testing.T) {
	d := Read(book(sheet("清单", `
2023年微幸福民生事项清单|<|<|<|<|<|<
编号|诉求内容|受理时间|承办单位|办理状态|办结时间|办结时限
1|路灯不亮|2023-03-05|市城管局|办理中|2023-03-12|2023-03-20
2|站台积水|2023-03-08|市城管局|已办结||
3|缺少座椅|2023-03-09|市城管局|座椅在库房|2023-03-12|15个工作日
4|井盖松动|2023-03-09|市城管局|||
|缺水|2023-03-09|市城管局|办理中||
6|停水|不详|市城管局|已办结||
7|缺树|2023-03-09|市城管局|已办结|2023-02-30|
`)))
	want := []string{
		"state-contradicts@E3", "no-closing-date@F4", "unknown-state@E5", "no-number@A7", "unreadable-date@C8", "unreadable-date@F9",
	}
	got := codes(d.Findings)
	if !sameCodes(got, want) {
		t.Errorf("findings %v, want %v", got, want)
	}
	var states []ledger.MatterState
	for _, m := range d.Matters {
		states = append(states, m.State)
	}
	if !reflect.DeepEqual(states, []ledger.MatterState{ledger.MatterHandling, ledger.MatterClosed, ledger.MatterClosed, ledger.MatterHandling}) {
		t.Errorf("states %v", states)
	}
	if due := d.Matters[0].Due; due != (ledger.Date{Year: 2023, Month: 3, Day: 20}) || !d.Matters[2].Due.IsZero() {
		t.Errorf("due %s, %s", due, d.Matters[2].Due)
	}
}

// sameCodes compares findings whatever their order.
func sameCodes(got, want []string) bool {
	in := make(map[string]bool)
	for _, c := range got {
		in[c] = true
	}
	for _, c := range want {
		if !in[c] {
			return false
		}
	}
	return len(got) == len(want)
}

func TestMattersOfAProgramme(t *testing.T) {
	d := Read(book(sheet("清单", `
2023年民声事项清单|<|<|<|<|<
编号|诉求内容|受理时间|承办单位|办理状态|办结时间
A-1|路灯不亮|2023-03-05|市城管局、甲区政府|办理中|
A-2|站台积水|2023-03-08|交通运输局|已办结|2023-03-12
A-3|缺少座椅|2023-03-09|市交通运输局|已办结|2023-03-12
`)))
	stored := []ledger.Matter{
		{No: "A-3", Content: "缺少座椅", Received: ledger.Date{Year: 2023, Month: 3, Day: 9}, Unit: "市交通运输局", State: ledger.MatterHandling, StateText: "办理中"},
		{No: "A-8", Content: "停水", Unit: "市城市管理局", State: ledger.MatterReceived},
		{No: "A-9", Content: "停电", Unit: "市城市管理局", State: ledger.MatterClosed},
	}
	list, found := Matters(d, matterProgramme(), stored, "")
	if got := codes(found); !sameCodes(got, []string{"unknown-unit@D4", "missing-matter@"}) {
		t.Fatalf("findings %v", got)
	}
	for _, f := range found {
		switch {
		case f.Code == CodeUnknownUnit && f.Args["near"] != "市交通运输局", f.Code == CodeMissingMatter && f.Args["value"] != "A-8":
			t.Errorf("%s: %v", f.Code, f.Args)
		}
	}
	if m := list[0]; m.Unit != "市城市管理局" || !reflect.DeepEqual(m.Partners, []string{"甲区"}) {
		t.Errorf("units %s, %v", m.Unit, m.Partners)
	}
	var changed []string
	for _, c := range CompareMatters(stored, list) {
		changed = append(changed, c.Project+" "+c.Field+" "+c.Old+"→"+c.New)
	}
	want := "A-1 民声事项 →路灯不亮; A-2 民声事项 →站台积水; A-3 办理状态 办理中→已办结; A-3 办结时间 →2023-03-12"
	if got := strings.Join(changed, "; "); got != want {
		t.Errorf("changes %s", got)
	}
	if _, found := Matters(d, matterProgramme(), stored, "甲区"); HasErrors(found) && len(found) != 1 {
		t.Errorf("one unit's list misses another's matter: %v", codes(found))
	}
}

func TestFaultyMattersAreLeftOut(t *testing.T) {
	d := Read(book(sheet("清单", `
2023年民声事项清单|<|<|<|<|<
编号|诉求内容|受理时间|承办单位|办理状态|办结时间
A-1|路灯不亮|不详|市城管局|办理中|
A-2|站台积水|2023-03-08|市交通局|办理中|
A-3|缺少座椅|2023-03-09|市交通运输局|已办结|2023-03-12
`)))
	stored := []ledger.Matter{{No: "A-1", Unit: "市城市管理局", State: ledger.MatterReceived}}
	_, found := Matters(d, matterProgramme(), stored, "")
	rest, left, ok := LeaveOut(d, append(found, d.Findings...))
	if !ok || len(left) != 2 || left[0].Label != "A-1 路灯不亮" || len(rest.Matters) != 1 {
		t.Fatalf("%v, left %+v, matters %+v", ok, left, rest)
	}
	if list, found := Matters(rest, matterProgramme(), stored, ""); len(list) != 1 || len(found) != 0 {
		t.Errorf("%+v, findings %v", list, codes(found))
	}
}
