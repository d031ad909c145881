package intake

import (
	"math/rand"
	"regexp"
	"strings"
	"testing"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// scraps are what random tables are made of: heads, values and oddities.
var scraps = []string{
	"", "", "", "序号", "项目名称", "主要内容", "责任单位", "协办单位", "进度要求", "累计完成", "完成率", "是否达序时", "县区", "合计",
	"清江浦区", "涟水县", "一季度", "二季度", "总投资", "资金来源", "金额", "指标", "计量单位", "年度目标", "1", "2", "1①", "②改造3座", "一、",
	"（一）", "第一件：设施", "二、社会保障(5项)", "60%", "0.6", "1200/2000", "/", "无", "市住建局、各县区政府", "新建公厕10座。", "实际完成", "进度", "干了啥", "12", "35%",
	"一季度完成30%；四季度全面完成。", "2020年项目表", "填报单位：市住建局  填报日期：2020-01-02", "注：略", "续表", "其余", "其中：甲", "1e400", "=?",
	"三季度完成100个；", "^", "<", "2020-03-31", "12月底", "（牵头单位：市教育局；共同责任单位：各县区）", "\n", "①②③",
}

// randomSheet is a table of scraps; odd merges and all.
func randomSheet(r *rand.Rand) grid.Sheet {
	rows, cols := 1+r.Intn(14), 1+r.Intn(8)
	var lines []string
	for range rows {
		var cells []string
		for range cols {
			cells = append(cells, strings.ReplaceAll(scraps[r.Intn(len(scraps))], "\n", `\n`))
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	if r.Intn(2) == 0 {
		lines = append([]string{"序号|项目名称|主要内容|责任单位|累计完成|完成率"}, lines...)
	}
	return sheet("表", strings.Join(lines, "\n"), r.Intn(3), r.Intn(3))
}

// unfilled is an argument that the words want and the finding does not have.
var unfilled = regexp.MustCompile(`\{(?:value|near|expected|project|name|other|otherName|cells|sum|head|layout|done|target|found|no|as)\}`)

// holds checks what is true of every draft.
func holds(t *testing.T, d *Draft) {
	t.Helper()
	if r := d.Rows; r.Seen != r.Accepted+r.Rejected+r.Blank || min(r.Accepted, r.Rejected, r.Blank) < 0 {
		t.Errorf("rows %+v do not add up", r)
	}
	for _, f := range d.Findings {
		if Message(f) == "" || Message(f) == f.Code || unfilled.MatchString(Message(f)) {
			t.Errorf("no words for %+v: %s", f, Message(f))
		}
		if f.Cell != "" {
			from, _, _ := strings.Cut(f.Cell, ":")
			if _, ok := grid.ParseAddress(from); !ok {
				t.Errorf("no address: %q", f.Cell)
			}
		}
	}
	seen := make(map[ledger.ProjectID]bool)
	for _, p := range d.Projects {
		if p.ID.No == "" {
			t.Errorf("project %q without a number", p.Name)
		}
		if seen[p.ID] && !HasErrors(d.Findings) {
			t.Errorf("project %v twice without a finding", p.ID)
		}
		seen[p.ID] = true
	}
	if _, err := CheckJSON(d, d.Findings); err != nil {
		t.Error(err)
	}
	base := &ledger.Programme{Key: "x", Year: 2020}
	plan, _ := Plan(d, base)
	if len(base.Projects) != 0 || len(base.Units) != 0 {
		t.Error("Plan changed its base")
	}
	ComparePlans(base, plan)
	reports, _ := Bind(d, plan, nil, BindOptions{Period: ledger.QuarterOf(2020, 1)})
	CompareReports(plan, nil, reports)
}

// answered checks that no column is asked about again, whatever was answered.
func answered(t *testing.T, w *grid.Workbook, r *rand.Rand) {
	t.Helper()
	var known []Answer
	for _, q := range Read(w).Questions {
		known = append(known, Answer{q.Layout, q.Head, q.Choices[r.Intn(len(q.Choices))].Field})
	}
	d := Read(w, known...)
	holds(t, d)
	for _, q := range d.Questions {
		for _, a := range known {
			if a.Layout == q.Layout && a.Head == q.Head {
				t.Errorf("asked again about %q, answered %s", q.Head, a.Field)
			}
		}
	}
}

func TestRandomTables(t *testing.T) {
	for seed := range int64(400) {
		r := rand.New(rand.NewSource(seed))
		w := book(randomSheet(r))
		holds(t, Read(w))
		answered(t, w, r)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// FuzzRead reads grids made of the fuzzer's bytes: each byte picks a scrap or
// ends a row, what is left is text of its own.
func FuzzRead(f *testing.F) {
	f.Add(int64(1), "序号|项目名称|责任单位\n1|公厕10座|市城管局")
	f.Add(int64(2), plain)
	f.Fuzz(func(t *testing.T, seed int64, text string) {
		if len(text) > 4000 {
			return
		}
		own := sheet("甲", text)
		own.Index()
		r := rand.New(rand.NewSource(seed))
		w := book(randomSheet(r), own)
		holds(t, Read(w))
		answered(t, w, r)
	})
}
