package notice

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

var update = flag.Bool("update", false, "write the golden files anew")

// text is a notice of lines.
func text(lines ...string) *grid.Prose {
	return &grid.Prose{File: "通知.txt", Format: "txt", Lines: lines}
}

// TestNotices: invented notices of the shapes that published ones have, each with
// the faults that the reader is to tell. inline: duties in brackets behind each
// item, traditional script. twice: the annex repeats the body. labels: lines of
// labels under a name. layers: two lists and matters that are only counted. joined:
// a table without borders, then a plan whose paragraphs have run together.
func TestNotices(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) != 5 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got := summary(Read(text(strings.Split(string(data), "\n")...)))
		golden := strings.TrimSuffix(name, "txt") + "golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

// summary is a notice as a few lines: heading, lists, projects, shares, findings.
func summary(n *Notice) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s %s %d\n", n.Title, n.Number, n.Date, n.Issuer, n.Year)
	for _, l := range n.Lists {
		fmt.Fprintf(&b, "%+v\n", l)
	}
	for _, q := range n.Rules {
		fmt.Fprintf(&b, "rule %+v\n", q)
	}
	for i := range n.Draft.Projects {
		p := &n.Draft.Projects[i]
		fmt.Fprintf(&b, "%s!%s %s [%s] %s", p.Cell.Sheet, p.Cell.Ref, p.ID, p.Category, p.Name)
		for _, target := range p.Targets {
			if target.Quantity != nil {
				fmt.Fprintf(&b, " %s%s", target.Quantity, target.Measure)
			}
		}
		for _, d := range p.Duties {
			fmt.Fprintf(&b, " %s:%s", d.Role, d.Name)
		}
		fmt.Fprintf(&b, " %s %d", p.Deadline, len(p.Milestones))
		if p.Phase != nil {
			fmt.Fprintf(&b, " phase %s", p.Phase.Due)
		}
		if p.NoTask {
			b.WriteString(" no task")
		}
		b.WriteByte('\n')
	}
	for _, a := range n.Draft.Allocations {
		fmt.Fprintf(&b, "share %s%s %s %s%s %s\n", a.No, a.Sub, a.Unit, a.Quantity, a.Measure, a.Cell.Ref)
	}
	for _, f := range n.Draft.Fundings {
		fmt.Fprintf(&b, "money %s%s %s %s %v %v\n", f.No, f.Sub, f.Kind, f.Source, f.Amount, f.Open)
	}
	for _, f := range n.Draft.Findings {
		fmt.Fprintf(&b, "%s %s %s\n", f.Severity, f.Code, intake.Words(f))
	}
	return b.String()
}

func TestNoNotice(t *testing.T) {
	for _, lines := range [][]string{
		{"春眠不觉晓", "处处闻啼鸟"},
		{"一、总体要求", "要加强领导。", "二、保障措施", "(一)加强督查。", "(二)加强宣传。"},
		{"1.第一条", "2.第二条"},
		nil,
	} {
		n := Read(text(lines...))
		if len(n.Draft.Findings) != 1 || n.Draft.Findings[0].Code != intake.CodeNoList || !intake.HasErrors(n.Draft.Findings) {
			t.Errorf("%q: %+v", lines, n.Draft.Findings)
		}
	}
}

// TestShapes: other shapes that lists come in.
func TestShapes(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  string // cell, number, leads and figures of each project; then codes
	}{
		"all lines run together": {
			[]string{"市政府关于2031年民生实事的通知 青政发〔2031〕9号。1.新建幼儿园16所。(牵头单位:市教育局)2.改造1.5万户。(牵头单位:市住建局)3.新建公园2个。(牵头单位:市城管局)"},
			"第1行第31字 1 市教育局 16; 第1行第53字 2 市住建局 15000; 第1行第74字 3 市城管局 2; unsaid-heading",
		},
		"numbers begin anew, the annex has its title beside it": {
			[]string{
				"2031年4件民生实事", "一、教育(2项)", "1、新建幼儿园16所。牵头单位：市教育局；责任单位：市财政局。", "2、新建小学2所。牵头单位：市教育局。",
				"二、卫生(1项)", "1、新建医院1所。牵头单位：市卫健委。", "附件1：2031年民生实事任务清单", "一、教育(2项)",
				"1、新建幼儿园16所。牵头单位：市教育局；责任单位：市财政局。", "2、新建小学3所。牵头单位：市教育局。", "二、卫生(1项)", "1、新建医院1所。牵头单位：市卫健委。",
			},
			"第3行 1① 市教育局 16; 第4行 1② 市教育局 2; 第6行 2 市卫健委 1; unsaid-heading; stated-count; notice-differs",
		},
		"a table without borders, a cell broken in two": {
			[]string{
				"2031年民生实事项目表", "序号", "项目名称", "主要内容", "完成时限", "责任单位", "1", "老旧小区", "改造5个小区，", "加装电梯3台。", "10月底", "市住建局",
				"2", "会客厅", "新建会客厅1个。", "年底前", "市文旅局",
			},
			"第7行 1 市住建局 5; 第13行 2 市文旅局 1; unsaid-heading; odd-row",
		},
		"labels in brackets, units over two lines": {
			[]string{"2031年民生实事项目", "1.新建幼儿园16所", "【责任单位】市教育局、", "市住建局", "【完成时限】11月底", "2.改造公厕30座", "【责任单位】市城管局"},
			"第2行 1 市教育局 市住建局 16; 第6行 2 市城管局 30; unsaid-heading",
		},
	} {
		d := Read(text(c.lines...)).Draft
		var got []string
		for i := range d.Projects {
			p := &d.Projects[i]
			one := p.Cell.Ref + " " + p.ID.String() + " " + strings.Join(p.Names(ledger.Lead), " ")
			for _, target := range p.Targets {
				one += " " + target.Quantity.String()
			}
			got = append(got, one)
		}
		for _, f := range d.Findings {
			got = append(got, f.Code)
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %s\nwant %s", name, s, c.want)
		}
	}
}

// TestDocumentTable: a table that kept its borders is read as a workbook's, the
// table beside it as what says what the notice is.
func TestDocumentTable(t *testing.T) {
	doc := text("关于印发2031年民生实事项目的通知", "", "附件")
	doc.Format = "docx"
	doc.Tables = []grid.ProseTable{
		{After: 0, Sheet: sheetOf("表1", []string{"文号", "青政办〔2031〕7号"}, []string{"成文日期", "2031-03-02"})},
		{After: 3, Sheet: sheetOf("表2", []string{"序号", "项目名称", "主要内容", "责任单位"}, []string{"1", "幼儿园", "新建幼儿园3所。", "市教育局"},
			[]string{"2", "公厕", "新建公厕5座。", ""})},
	}
	doc.Tables = append(doc.Tables, grid.ProseTable{After: 3, Sheet: sheetOf("表3", []string{"甲", "乙", "丙"}, []string{"1", "2", "3"}, []string{"4", "5", "6"})})
	doc.Counted = []int{3}
	n := Read(doc)
	if n.Number != "青政办〔2031〕7号" || n.Date.String() != "2031-03-02" || len(n.Draft.Projects) != 2 || len(n.Lists) != 1 {
		t.Errorf("%+v %d", n, len(n.Draft.Projects))
	}
	var codes []string
	for _, f := range n.Draft.Findings {
		codes = append(codes, f.Code+" "+f.Sheet+f.Cell)
	}
	if got := strings.Join(codes, "; "); got != "no-lead 表2第3行第1列; table-ignored 表3; unsaid-heading ; counted-by-program 第3段" {
		t.Error(got)
	}
}

func sheetOf(name string, rows ...[]string) grid.Sheet {
	s := sheet{rows: map[int]place{}}
	for _, r := range rows {
		s.put(place{}, 1, r...)
	}
	s.Name = name
	s.Index()
	return s.Sheet
}

// TestMarks: what numbers a line and what does not.
func TestMarks(t *testing.T) {
	for text, want := range map[string]string{
		"1.新建":        "4 1 新建",
		"１２、新建":       "4 12 新建",
		"53.24部门联动":   "4 53 24部门联动",
		"2.5万户改造":     "0 0 2.5万户改造",
		"2031年新建":     "0 0 2031年新建",
		"24部门联动":      "0 0 24部门联动",
		"（十二）提升":      "3 12 提升",
		"二十一、提升":      "2 21 提升",
		"第三件：提升":      "1 3 提升",
		"②提升":         "5 2 提升",
		"一季度完成":       "0 0 一季度完成",
		"7.(扩建)幼儿园3所": "4 7 (扩建)幼儿园3所",
	} {
		m, rest := markOf(text)
		if got := fmt.Sprintf("%d %d %s", m.kind, m.no, rest); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestLabels(t *testing.T) {
	for text, want := range map[string]string{
		"完成时限：6月底":       "完成时限 6月底",
		"主辦單位:某局":        "牵头单位 某局",
		"一、目标任务改造5个":     "主要内容 改造5个",
		"2.协办单位:市财政局":    "协办单位 市财政局",
		"目标任务是改造5个":      " 目标任务是改造5个",
		"1.责任单位要加强领导":    " 1.责任单位要加强领导",
		"共同責任單位：市財政局":    "协办单位 市財政局",
		"牵头部门:党政办(政法)、局": "牵头单位 党政办(政法)、局",
	} {
		l, rest, _ := labelOf(text)
		if got := l.column + " " + rest; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestJSON: the form is that of check, with the notice beside it.
func TestJSON(t *testing.T) {
	data, err := os.ReadFile("testdata/twice.txt")
	if err != nil {
		t.Fatal(err)
	}
	line, err := Read(text(strings.Split(string(data), "\n")...)).JSON()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Layout   string
		Year     int
		Rows     struct{ Seen, Accepted int }
		Projects []struct{ Cell, No string }
		Notice   struct {
			Number, Date string
			Lists        []struct {
				Name    string
				Items   int
				Repeats *string
			}
		}
	}
	if err := json.Unmarshal(line, &got); err != nil {
		t.Fatal(err)
	}
	if got.Layout != "project" || got.Year != 2031 || got.Rows.Seen != 5 || len(got.Projects) != 5 || got.Projects[2].Cell != "正文!第9行" ||
		got.Notice.Date != "2031-05-07" || len(got.Notice.Lists) != 2 || *got.Notice.Lists[1].Repeats != "正文" {
		t.Errorf("%s", line)
	}
}

var placeForm = regexp.MustCompile(`^第\d+行(?:第\d+字)?$`)

// FuzzRead: no text makes the reader fail or name a line that is not there.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add("1.甲(牵头单位:乙局)\n第一件:丙\n①丁\n附件\n序号\n名称\n内容\n责任单位\n协办单位\n1\n戊\n己")
	f.Fuzz(func(t *testing.T, data string) {
		if len(data) > 1<<14 {
			return
		}
		lines := strings.Split(data, "\n")
		n := Read(text(lines...))
		named := func(c ledger.Cell) {
			var line int
			if _, err := fmt.Sscanf(c.Ref, "第%d行", &line); err != nil || !placeForm.MatchString(c.Ref) || line < 1 || line > len(lines) {
				t.Errorf("cell %+v of %d lines", c, len(lines))
			}
		}
		for i := range n.Draft.Projects {
			named(n.Draft.Projects[i].Cell)
			for _, target := range n.Draft.Projects[i].Targets {
				named(target.Cell)
			}
		}
		for _, x := range n.Draft.Findings {
			if words := intake.Words(x); strings.Contains(words, "{") && !strings.Contains(data, "{") || words == "" {
				t.Errorf("%s: %s", x.Code, words)
			}
		}
		if n.Draft.Rows.Seen != n.Draft.Rows.Accepted+n.Draft.Rows.Rejected+n.Draft.Rows.Blank {
			t.Errorf("rows %+v", n.Draft.Rows)
		}
		if _, err := n.JSON(); err != nil {
			t.Error(err)
		}
	})
}
