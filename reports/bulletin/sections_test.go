package bulletin

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongbao/reports/internal/example"
	"tongbao/server/ledger"
)

// sectionText is the text of a section, "" when it is not printed.
func sectionText(doc Document, key string) string {
	for _, s := range doc.Sections {
		if s.Key == key {
			var b strings.Builder
			for _, p := range s.Paragraphs {
				b.WriteString(p.Text() + "\n")
			}
			return b.String()
		}
	}
	return ""
}

// shuffled is the example with verdicts drawn at random.
func shuffled(r *rand.Rand) *ledger.Summary {
	s := example.Summary()
	verdicts := append([]ledger.Verdict{ledger.NoTask}, ledger.Verdicts...)
	stages := []ledger.Stage{ledger.StageUnknown, ledger.StagePrepare, ledger.StageBuild, ledger.StageDone, ledger.StageAccepted}
	for i := range s.Main.Standings {
		st := &s.Main.Standings[i]
		st.Verdict = verdicts[r.IntN(len(verdicts))]
		st.Stage = stages[r.IntN(len(stages))]
		st.SelfAssessed = r.IntN(2) == 0
		st.Early, st.Exceeded = r.IntN(2) == 0, r.IntN(2) == 0
		st.AwaitsAcceptance = st.Verdict == ledger.OnSchedule && r.IntN(2) == 0
	}
	example.Tally(&s.Main, s.Programme)
	return s
}

var (
	brackets    = regexp.MustCompile(`（[^）]*）`)
	classNumber = regexp.MustCompile(`(?:已完成|超序时|达序时|滞后|未到节点|未报送|任务未下达|正在加快推进)(\d+)[个项]`)
	anyNumber   = regexp.MustCompile(`(\d+)[个项]`)
)

// classesAddUp checks the numbers of the headline as they are printed.
func classesAddUp(t *testing.T, s *ledger.Summary, doc Document) {
	t.Helper()
	text := doc.Sections[0].Paragraphs[0].Text()
	sum := func(what string, number *regexp.Regexp, from, to string) {
		_, part, ok := strings.Cut(text, from)
		if !ok {
			return
		}
		part, _, _ = strings.Cut(part, to)
		got := 0
		for _, m := range number.FindAllStringSubmatch(brackets.ReplaceAllString(part, ""), -1) {
			n, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			got += n
		}
		if got != s.Main.Counts.Total {
			t.Fatalf("%s: the %s add up to %d of %d: %s", doc.Edition, what, got, s.Main.Counts.Total, text)
		}
	}
	sum("classes", classNumber, "截至", "。")
	sum("stages", anyNumber, "处于前期阶段", "。")
}

func TestClassesAddUp(t *testing.T) {
	for seed := range uint64(200) {
		s := shuffled(rand.New(rand.NewPCG(seed, 1)))
		for _, e := range []Edition{Internal, Public} {
			classesAddUp(t, s, Make(s, options(e)))
		}
	}
}

func TestPublicNeverPrints(t *testing.T) {
	forbidden := []string{"严重滞后", "滞后", "未报送", "名次", "排名", "原因", "存在问题", "整改", "逾期", "低于"}
	for seed := range uint64(100) {
		doc := Make(shuffled(rand.New(rand.NewPCG(seed, 2))), Options{Edition: Public, Number: 1})
		text := dump(doc)
		for _, f := range doc.Figures {
			text += f.Label + f.Value + "\n"
		}
		for _, word := range forbidden {
			if i := strings.Index(text, word); i >= 0 {
				t.Fatalf("seed %d: the public edition prints %q: …%s", seed, word, text[max(0, i-60):i+len(word)])
			}
		}
		for _, a := range doc.Annexes {
			for _, table := range a.Tables {
				for _, r := range table.Rows {
					for _, c := range r.Cells {
						if c.Verdict != "" {
							t.Fatal("the public edition draws lights")
						}
					}
				}
			}
		}
	}
}

// Every figure has a unique reference, every reference a figure, and what is
// printed is what is bound.
func figuresAreBound(t *testing.T, doc Document) {
	t.Helper()
	figures := map[string]Figure{}
	for i, f := range doc.Figures {
		if f.Ref != fmt.Sprintf("F%d", i+1) || f.Label == "" || f.Value == "" {
			t.Errorf("figure %d is %+v", i, f)
		}
		figures[f.Ref] = f
	}
	printed := map[string]bool{}
	check := func(ref, text string) {
		if ref == "" {
			return
		}
		printed[ref] = true
		if figures[ref].Value != text && strings.ReplaceAll(text, ",", "") != figures[ref].Value {
			t.Errorf("%s prints %q and binds %q", ref, text, figures[ref].Value)
		}
	}
	for _, s := range append([]Section{{Paragraphs: []Paragraph{doc.Opening}}}, doc.Sections...) {
		for _, p := range s.Paragraphs {
			for _, r := range p.Runs {
				check(r.Figure, r.Text)
			}
		}
	}
	for _, a := range doc.Annexes {
		for _, table := range a.Tables {
			for _, r := range table.Rows {
				if r.Kind != SectionRow && len(r.Cells) != len(table.Columns) {
					t.Errorf("%s: a row has %d cells for %d columns", table.Sheet, len(r.Cells), len(table.Columns))
				}
				for _, c := range r.Cells {
					check(c.Figure, c.Text)
				}
			}
		}
	}
	for _, a := range doc.Annexes {
		for _, c := range a.Charts {
			for _, p := range c.Points {
				if len(p.Values) != len(c.Series) {
					t.Errorf("%s: %s has %d values for %d series", c.Title, p.Name, len(p.Values), len(c.Series))
				}
				for _, v := range p.Values {
					check(v.Figure, v.Text)
				}
			}
		}
	}
	if len(printed) != len(figures) {
		t.Errorf("%d figures, %d of them printed", len(figures), len(printed))
	}
}

func TestFiguresAreBound(t *testing.T) {
	for _, e := range []Edition{Internal, Public} {
		figuresAreBound(t, Make(example.Summary(), options(e)))
	}
}

func TestSections(t *testing.T) {
	tests := []struct {
		name   string
		change func(*ledger.Summary)
		key    string
		want   string // "" when the section is not to be printed
	}{
		{"no trend in the first period", func(*ledger.Summary) {}, KeyTrend, ""},
		{"newly late, again and mended", func(s *ledger.Summary) {
			s.Previous = example.Summary()
			before := &s.Previous.Main
			before.Standings[2].Verdict = ledger.OnSchedule // newly late now
			before.Standings[0].Verdict = ledger.Behind     // mended now
			before.Standings[1].Verdict = ledger.Behind     // mended too
			before.Standings[21].Verdict = ledger.Behind    // silent now: not mended
			example.Tally(before, s.Programme)
		}, KeyTrend, "达序时率78.26%，上期73.91%，提高4.35个百分点。" +
			"新增滞后1个：新改扩建旅游公厕。连续两期滞后3个：农村户厕改造、新建幼儿园、治理黑臭水体。" +
			"上期滞后、本期整改到位（整改销号）2个：提标改造老旧小区、新建城市公厕。"},
		{"assigned by the level above", func(s *ledger.Summary) {
			s.Programme.Government, s.Programme.ItemWord = "花山区人民政府", ""
			s.Programme.Assigned = 23
			for i := range 3 {
				s.Main.Standings[i].Verdict = ledger.NoTask
			}
			example.Tally(&s.Main, s.Programme)
		}, KeyOverall, "，市下达23项，我区承担20项，3项我区无任务。"},
		{"voted series apart", func(s *ledger.Summary) {
			voted := example.Summary().Main
			voted.Series = ledger.SeriesVoted
			s.Others = []ledger.SeriesSummary{voted}
		}, KeyOverall, "人大代表票决项目共10件23个项目，单独统计，不与前述项目相加。"},
		{"all reported in time", func(s *ledger.Summary) {
			s.Main.SilentAreas = nil
			s.Main.Standings[7].DaysLate = 0
			s.Main.Standings[21].Verdict = ledger.OnSchedule
			example.Tally(&s.Main, s.Programme)
		}, KeyReporting, "应报送责任单位14个，全部按时报送。\n"},
		{"every item is one project", func(s *ledger.Summary) {
			for i := range s.Main.Standings {
				s.Main.Standings[i].Project.ID = ledger.ProjectID{Series: ledger.SeriesMain, No: strconv.Itoa(i + 1)}
			}
			example.Tally(&s.Main, s.Programme)
		}, KeyOverall, "共23件。截至"},
		{"nobody is late", func(s *ledger.Summary) {
			for i := range s.Main.Standings {
				s.Main.Standings[i].Verdict = ledger.OnSchedule
			}
			example.Tally(&s.Main, s.Programme)
		}, KeyLate, ""},
		{"the deadline has passed", func(s *ledger.Summary) {
			st := &s.Main.Standings[5]
			st.SelfAssessed = false
			st.Project.Deadline = s.AsOf
		}, KeyLate, "应于2020年3月31日前完成，尚未完成。"},
		{"areas do not make up the gap", func(s *ledger.Summary) {
			s.Main.Areas[0].Shares[0].Done = example.Summary().Main.Areas[3].Shares[0].Done
		}, KeyLate, "少开工5座；分区域看，乙区少2座"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := example.Summary()
			tt.change(s)
			o := options(Internal)
			o.Words = nil
			got := sectionText(Make(s, o), tt.key)
			switch {
			case tt.want == "" && got != "":
				t.Errorf("printed: %s", got)
			case !strings.Contains(got, tt.want):
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestHeadingsCloseUp(t *testing.T) {
	doc := Make(example.Summary(), options(Internal))
	for i, s := range doc.Sections {
		if !strings.HasPrefix(s.Heading, numeral(i+1)+"、") {
			t.Errorf("section %d is %s", i+1, s.Heading)
		}
	}
}

// A silent project shows what it reported before as 上期; it is not judged.
func TestEarlierFigures(t *testing.T) {
	s := example.Summary()
	st := &s.Main.Standings[2]
	started := st.Targets[0].Done
	st.Verdict, st.Report, st.Targets = ledger.NotReported, nil, nil
	st.Latest = &ledger.Report{Figures: []ledger.Figures{{Target: "t1", Started: &started}}}
	example.Tally(&s.Main, s.Programme)
	if text := dump(Make(s, options(Internal))); !strings.Contains(text, "80座旅游公厕（开工率） | 市文广旅游局 | — | — | — | 上期11座 | — | — | 未报送") {
		t.Error(text)
	}
}

func TestKindOfProblem(t *testing.T) {
	kinds := problemKinds()
	for problem, want := range map[string]string{
		"部分景区选址与用地规划衔接不够":     "前期和手续办理方面",
		"渔民上岸补偿标准未定，初步设计报批滞后": "征收拆迁和用地方面",
		"雨季影响，外墙工程停工；竣工手续多":   "施工和验收方面",
		"施工图审批晚于计划，雨季不能施工":    "前期和手续办理方面",
		"点位电力增容未批复":           "配套保障方面",
		"居民意愿征集慢，未进场":         "群众工作方面",
		"配套资金到位慢，管网未铺设":       "资金方面",
		"银企对接不够":              "其他方面",
	} {
		if got := kinds[kindOf(kinds, problem)].name; got != want {
			t.Errorf("%s: got %s, want %s", problem, got, want)
		}
	}
}

func TestWithoutEmptyColumnsFormulasFollow(t *testing.T) {
	table := Table{
		Columns: []Column{{Head: "序号"}, {Group: "进度", Head: "要求"}, {Group: "进度", Head: "实际"}, {Head: "差额"}, {Head: "率"}},
		Rows: []Row{
			{Kind: SectionRow, Cells: []Cell{text("类别")}},
			{Kind: DataRow, Cells: []Cell{text("1"), dash(), text("5.0"), dash(), text("1").by(Formula{Kind: RatioOf, Of: 4, By: 2})}},
		},
	}.withoutEmpty()
	var heads []string
	for _, c := range table.Columns {
		heads = append(heads, c.Group+c.Head)
	}
	if got := strings.Join(heads, " "); got != "序号 实际进度 率" {
		t.Errorf("columns %s", got)
	}
	if f := table.Rows[1].Cells[2].Formula; f.Of != 2 || f.By != 1 {
		t.Errorf("the formula names columns %d and %d", f.Of, f.By)
	}
	if len(table.Rows[0].Cells) != 1 {
		t.Error("the section row is gone")
	}
}

func TestFurthestPartsNoEquals(t *testing.T) {
	standings := func(differences ...string) []*ledger.Standing {
		var out []*ledger.Standing
		for _, d := range differences {
			p := ledger.PercentFrom(decimal.RequireFromString(d))
			out = append(out, &ledger.Standing{Targets: []ledger.TargetStanding{{Difference: p}}})
		}
		return out
	}
	same := func(n int, d string) []string { return slices.Repeat([]string{d}, n) }
	for name, c := range map[string]struct {
		of   []string
		want int
	}{
		"few":                  {same(3, "6"), 3},
		"the limit parts none": {append([]string{"9", "8", "7"}, same(12, "6")...), 3},
		"all equal":            {same(15, "6"), 15},
		"too many equals":      {same(30, "6"), 0},
	} {
		if got := len(furthest(standings(c.of...))); got != c.want {
			t.Errorf("%s: %d named, want %d", name, got, c.want)
		}
	}
}

func TestColumnsThatTheFormHidesAreNotPrinted(t *testing.T) {
	s := example.Summary()
	s.Programme.Form.Hide = []ledger.ColumnKey{ledger.ColumnUnit, ledger.ColumnStage}
	for _, edition := range []Edition{Internal, Public} {
		table := Make(s, options(edition)).Annexes[0].Tables[0]
		if table.Sheet == "" || len(table.Columns) < 4 {
			t.Fatalf("%s: table %q of %d columns", edition, table.Sheet, len(table.Columns))
		}
		for _, c := range table.Columns {
			if slices.Contains([]string{"主报单位", "责任单位", "阶段"}, c.Head) {
				t.Errorf("%s: column %s is printed", edition, c.Head)
			}
		}
		for _, r := range table.Rows {
			if r.Kind != SectionRow && len(r.Cells) != len(table.Columns) {
				t.Fatalf("%s: a row has %d cells for %d columns", edition, len(r.Cells), len(table.Columns))
			}
		}
	}
}
