package intake

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

func TestSplitNumber(t *testing.T) {
	tests := []struct {
		text     string
		brackets bool
		no, sub  string
	}{
		{"1", false, "1", ""},
		{" ０07 ", false, "7", ""},
		{"12.0", false, "12", ""},
		{"0", false, "0", ""},
		{"1.", false, "1", ""},
		{"1-2", false, "1", "②"},
		{"1.1", false, "1", "①"},
		{"3③", false, "3", "③"},
		{"①", false, "", "①"},
		{"（二）", false, "", "②"},
		{"（二）", true, "2", ""},
		{"第三件", false, "3", ""},
		{"十二", false, "12", ""},
		{"XM2026-000001", false, "XM2026-000001", ""},
		{"ＸＭ2026－000001②", false, "XM2026-000001", "②"},
		{"2026-320812-47-01-536789", false, "2026-320812-47-01-536789", ""},
		{"20260001", false, "20260001", ""},
		{"A-1", false, "A-1", ""},
		{"2026-03-31", false, "", ""}, // 3-31 that Excel took for a date
		{"12345.6", false, "", ""},
		{"-12", false, "", ""},
		{"N/A", false, "", ""},
		{"#REF!", false, "", ""},
		{"待定", false, "", ""},
		{"XM①②1", false, "", ""},
	}
	for _, tt := range tests {
		if no, sub := splitNumber(tt.text, tt.brackets); no != tt.no || sub != tt.sub {
			t.Errorf("splitNumber(%q, %v) = %q, %q; want %q, %q", tt.text, tt.brackets, no, sub, tt.no, tt.sub)
		}
	}
}

func TestProjectsAreNumberedByCodes(t *testing.T) {
	d := Read(book(sheet("表", `
2026年重点项目进展情况表|<|<|<|<
项目编号|项目名称|责任单位|累计完成率|存在问题
XM2026-000001|道路工程|市住建局|60%|
XM2026-000002|河道工程|市水利局|70%|
XM2026-000003||||
`)))
	if len(d.Findings) != 0 || len(d.Progress) != 2 || d.Progress[1].No != "XM2026-000002" {
		t.Fatalf("%+v\n%+v", d.Findings, d.Progress)
	}
	checkRows(t, d, 2, 0, 1) // a row that has only its code is not filled in
}

func TestVeryManyLikeErrorsAreJoined(t *testing.T) {
	var text strings.Builder
	text.WriteString("\n2026年项目进展情况表|<|<|<\n序号|项目名称|累计完成数|是否达序时\n")
	const rows = 400
	for i := range rows {
		fmt.Fprintf(&text, "%d|项目%d|若干%d|是\n", i+1, i+1, i)
	}
	d := Read(book(sheet("表", text.String())))
	if len(d.Findings) != mostErrors+1 || d.Rows.Rejected != rows {
		t.Fatalf("%d findings, rows %+v", len(d.Findings), d.Rows)
	}
	last := d.Findings[mostErrors]
	if got := Message(last); last.Severity != ledger.SeverityError || !strings.Contains(got, fmt.Sprintf("共%d处，另见C104、C105", rows-mostErrors)) {
		t.Errorf("the last finding: %s", got)
	}
}
