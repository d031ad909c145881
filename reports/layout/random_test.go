package layout_test

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/shopspring/decimal"

	"tongbao/reports/bulletin"
	"tongbao/reports/layout"
	"tongbao/reports/layout/layouttest"
	"tongbao/reports/page"
	"tongbao/reports/pdf"
	"tongbao/server/ledger"
)

// randomDocuments is how many bulletins are made at random: TONGBAO_RANDOM, or
// few.
func randomDocuments(t *testing.T) uint64 {
	n := os.Getenv("TONGBAO_RANDOM")
	if n == "" {
		return 40
	}
	many, err := strconv.ParseUint(n, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return many
}

// scribe writes texts at random.
type scribe struct{ *rand.Rand }

// alphabets are what names are written with: what everyone writes, traditional
// script, characters that few faces have, beyond the basic plane, and what no
// face has at all.
var alphabets = []string{
	"新建改扩建城镇老旧小区公厕农村公路提档升级义务教育学校幼儿园养老服务民生实事",
	"縣區黨組織衛生醫療圖書館體育場無障礙設施應急廣播電視臺灣灣區",
	"〇㐂㕔䶮䲟㛃㸆鿫鿬鿭",
	"𠮷𬭛𫓧𡘯𣲗𪩘",
	"😀\U000F1234\uE000\uFFFD",
}

// clauses are what makes breaking and aligning hard.
var clauses = []string{
	"，", "。", "；", "、", "：“", "”（", "）", "《关于", "》", "——", "……", "18000平方米", "13.75%", "3.35万户", "12,600户",
	"第12次", "Wi-Fi", "https://example.gov.cn/a-b?c=1", "〔2020〕1号", "645元/月·人", "\u200b", "\t", "①②", "ＡＢ１２", "e\u0301", "/", "-", "#",
}

// name is a text of n characters or a few more.
func (r scribe) name(n int) string {
	var b strings.Builder
	from := []rune(alphabets[0])
	if r.IntN(12) == 0 {
		from = []rune(alphabets[r.IntN(len(alphabets))])
	}
	for count := 0; count < n; {
		if c := clauses[r.IntN(len(clauses))]; count > 0 && r.IntN(9) == 0 && count+len([]rune(c)) < n { // ends with a character
			b.WriteString(c)
			count += len([]rune(c))
			continue
		}
		b.WriteRune(from[r.IntN(len(from))])
		count++
	}
	return b.String()
}

// length is a length up to most, a short one mostly.
func (r scribe) length(least, most int) int {
	if r.IntN(6) > 0 {
		most = min(most, least+20)
	}
	return least + r.IntN(most-least+1)
}

func (r scribe) number(most int64) *decimal.Decimal {
	d := decimal.New(r.Int64N(most*100+1), -int32(r.IntN(3)))
	return &d
}

// programme is one of 1 to 2,000 projects with what was reported of them.
func (r scribe) programme(projects int) (*ledger.Programme, []ledger.Report) {
	p := &ledger.Programme{
		Key: "random-2020", Year: 2020, Government: "某市人民政府", Issuer: r.name(r.length(4, 30)), Title: r.name(r.length(4, 60)),
		Notice: r.name(20), NoticeNo: "某政办发〔2020〕1号", Thresholds: ledger.DefaultThresholds(), ReportDays: 10, Sample: r.IntN(2) == 0,
		Rule:        []ledger.Rule{ledger.RuleMilestones, ledger.RuleCheckPoints, ledger.RuleDeclared, ledger.RuleLine}[r.IntN(4)],
		CheckPoints: []ledger.CheckPoint{{Date: ledger.MonthEnd(2020, 6), Percent: 60}, {Date: ledger.MonthEnd(2020, 11), Percent: 100}},
		Greeting:    r.name(r.length(4, 400)), CopyTo: []string{r.name(r.length(2, 200)), "市委办公室"}, Footnote: "此件不予公开",
		ItemWord: []string{"", "件"}[r.IntN(2)],
		Form: ledger.Form{
			Head: []ledger.HeadStyle{ledger.SeriesHead, ledger.FileHead, ledger.LetterHead}[r.IntN(3)], Sealed: r.IntN(2) == 0,
			Urgency: []string{"", "特急"}[r.IntN(2)],
		},
	}
	for i := range 12 {
		kind := []ledger.UnitKind{ledger.Bureau, ledger.Bureau, ledger.County, ledger.Park}[i%4]
		p.Units = append(p.Units, ledger.Unit{Name: fmt.Sprintf("第%d%s", i, r.name(r.length(2, 40))), Kind: kind, Order: i})
	}
	silent, late := r.IntN(8) == 0, r.IntN(8) == 0
	var reports []ledger.Report
	for i := range projects {
		pr := ledger.Project{
			ID:       ledger.ProjectID{Series: ledger.SeriesMain, No: fmt.Sprint(i/2 + 1), Sub: []string{"①", "②"}[i%2]},
			Category: fmt.Sprintf("第%d类%s", i/20, p.Title), Name: r.name(r.length(2, 200)), Content: r.name(r.length(2, 400)),
			Deadline: ledger.Date{Year: 2020, Month: 12, Day: 31}, NoTask: r.IntN(15) == 0,
			Duties:  []ledger.Duty{{Role: ledger.Lead, Name: p.Units[4*r.IntN(3)].Name}},
			Planned: r.number(100000),
		}
		if p.ItemWord == "" {
			pr.ID.No, pr.ID.Sub = fmt.Sprint(i+1), ""
		}
		for k := range r.IntN(4) {
			pr.Targets = append(pr.Targets, ledger.Target{
				ID: fmt.Sprint("t", k+1), Text: r.name(r.length(2, 60)), Kind: ledger.Flow, Quantity: r.number(2000), Measure: "个", Comparator: ledger.AtLeast,
			})
			pr.Milestones = append(pr.Milestones, ledger.Milestone{
				Period: "2020Q1", Due: ledger.MonthEnd(2020, 3), Text: "完成20%",
				Expect: []ledger.Expectation{{Target: fmt.Sprint("t", k+1), Aspect: ledger.Progress, Percent: r.number(60), Cumulative: true}},
			})
		}
		if len(pr.Targets) > 0 && r.IntN(3) == 0 {
			pr.Allocations = append(pr.Allocations, ledger.Allocation{Target: "t1", Unit: p.Units[2].Name, Quantity: *r.number(500)})
			pr.Funding = append(pr.Funding, ledger.Funding{Source: "市财政", Amount: r.number(9000)})
		}
		p.Projects = append(p.Projects, pr)
		if silent || r.IntN(12) == 0 {
			continue
		}
		report := ledger.Report{
			Project: pr.ID, Unit: pr.Duties[0].Name, Period: ledger.QuarterOf(2020, 1), Submission: int64(i + 1),
			Declared: []ledger.Declaration{ledger.DeclaredNone, ledger.DeclaredOnSchedule, ledger.DeclaredBehind, ledger.DeclaredCompleted}[r.IntN(4)],
			Stage:    []ledger.Stage{ledger.StageUnknown, ledger.StagePrepare, ledger.StageBuild, ledger.StageDone}[r.IntN(4)],
			Invested: r.number(90000), Problems: r.name(r.length(2, 2000)), Next: r.name(r.length(2, 300)),
		}
		if late {
			report.Declared = ledger.DeclaredFarBehind
		}
		for _, t := range pr.Targets {
			done := r.number(2500)
			if late {
				done = &decimal.Decimal{}
			}
			report.Figures = append(report.Figures, ledger.Figures{Target: t.ID, Started: done, Done: done})
		}
		reports = append(reports, report)
	}
	return p, reports
}

// squash is text as setting keeps it, without blanks.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, page.Clean(s))
}

// inFoot reports whether a text stands below the type area: page number, mark
// of a sample.
func inFoot(p page.Page, x page.Text) bool {
	return x.Turned || p.Width < p.Height && x.Y > page.MM(37+225+3)
}

func TestRandomBulletinsLoseNothing(t *testing.T) {
	faces := layouttest.Faces(t, "../..")
	for seed := range randomDocuments(t) {
		r := scribe{rand.New(rand.NewPCG(seed, 6))}
		projects := 1 + r.IntN(30)
		if seed%40 == 39 {
			projects = 1 + r.IntN(2000)
		}
		p, reports := r.programme(projects)
		doc := bulletin.Make(ledger.Judge(p, reports, ledger.QuarterOf(2020, 1)), bulletin.Options{
			Number: int(seed), Edition: []bulletin.Edition{bulletin.Internal, bulletin.Public}[seed%4/3],
			Date: ledger.Date{Year: 2020, Month: 4, Day: 13}, DocumentNumber: "某政办发〔2020〕5号",
			Words: map[string]string{bulletin.KeyRequirements: r.name(r.length(2, 3000))},
		})
		book, _ := layout.Set(doc, faces)
		checkText(t, doc, book)
		for i, p := range book.Pages {
			checkBoxes(t, doc, i+1, p)
		}
		if seed%10 == 0 {
			var one, two bytes.Buffer
			if err := cmp.Or(pdf.Write(&one, book, pdf.Meta{Title: doc.Title}), pdf.Write(&two, book, pdf.Meta{Title: doc.Title})); err != nil {
				t.Error(err)
			}
			if !bytes.Equal(one.Bytes(), two.Bytes()) {
				t.Error("the same book gave other bytes")
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d: %d projects, %d pages, head %q", seed, projects, len(book.Pages), doc.Head.Style)
		}
	}
}

// checkText fails for a text of the document that the pages do not show:
// paragraphs whole and in order, cells by their characters.
func checkText(t *testing.T, doc bulletin.Document, book *page.Book) {
	t.Helper()
	var shown strings.Builder
	for _, p := range book.Pages {
		for _, x := range p.Texts {
			if !inFoot(p, x) {
				shown.WriteString(squash(x.Text))
			}
		}
	}
	got := shown.String()
	at := 0
	whole := func(text string) {
		text = squash(text)
		i := strings.Index(got[at:], text)
		if i < 0 {
			t.Errorf("lost or out of order: %.60q", text)
			return
		}
		at += i + len(text)
	}
	whole(doc.Title)
	whole(doc.Opening.Text())
	for _, s := range doc.Sections {
		whole(s.Heading)
		for _, p := range s.Paragraphs {
			whole(p.Text())
		}
	}
	want := map[rune]int{}
	have := map[rune]int{}
	for _, r := range got[at:] {
		have[r]++
	}
	for _, a := range doc.Annexes {
		for _, table := range a.Tables {
			for _, row := range table.Rows {
				for _, c := range row.Cells {
					for _, r := range squash(c.Text) {
						want[r]++
					}
				}
			}
		}
	}
	for r, n := range want {
		if have[r] < n {
			t.Errorf("%q stands %d times in the annexes, want %d", r, have[r], n)
		}
	}
}

const (
	startsNoLine = "，。、；：？！）》」』”’】〕%％"
	endsNoLine   = "（《「『“‘【〔"
)

// checkBoxes fails for a text outside the type area or over another, and for
// a line of the body that begins or ends with a mark that may not.
func checkBoxes(t *testing.T, doc bulletin.Document, number int, p page.Page) {
	t.Helper()
	left, top, right, bottom := page.MM(28), page.MM(37), page.MM(28+156), page.MM(37+225)
	wide := p.Width > p.Height
	if wide {
		left, top, right, bottom = page.MM(35), page.MM(28), page.MM(35+225), page.MM(28+156)
	}
	var texts []page.Text
	for _, x := range p.Texts {
		if inFoot(p, x) || x.Width == 0 {
			continue
		}
		if x.Color != page.Red { // the mark of a letter stands above
			if x.X < left-x.Size/2-1.5 || x.X+x.Width > right+1.5 || x.Y-0.75*x.Size < top-1.5 || x.Y > bottom+1.5 {
				t.Errorf("page %d: %.40q at %.1f, %.1f, %.1f wide, leaves the type area", number, x.Text, x.X, x.Y, x.Width)
			}
		}
		texts = append(texts, x)
	}
	lines := slices.Clone(texts)
	slices.SortStableFunc(texts, func(a, b page.Text) int { return cmp.Compare(a.Y, b.Y) })
	for i, a := range texts {
		for _, b := range texts[i+1:] {
			if b.Y-0.6*b.Size > a.Y {
				if b.Y > a.Y+40 {
					break
				}
				continue
			}
			across := min(a.X+a.Width, b.X+b.Width) - max(a.X, b.X)
			down := min(a.Y, b.Y) - max(a.Y-0.6*a.Size, b.Y-0.6*b.Size)
			if across > min(a.Size, b.Size)/2+1.2 && down > 1.2 {
				t.Errorf("page %d: %.30q and %.30q stand over each other", number, a.Text, b.Text)
			}
		}
	}
	if wide {
		return
	}
	var line []rune
	for i, x := range lines {
		if x.Size != page.Size3 {
			line = nil
			continue
		}
		line = append(line, []rune(x.Text)...)
		if i+1 < len(lines) && lines[i+1].Y-x.Y < 6 && x.Y-lines[i+1].Y < 6 {
			continue
		}
		if len(line) > 20 && strings.ContainsRune(startsNoLine, line[0]) {
			t.Errorf("page %d: a line begins with %q: %s", number, line[0], string(line))
		}
		if len(line) > 20 && strings.ContainsRune(endsNoLine, line[len(line)-1]) && !endsAText(doc, squash(string(line))) {
			t.Errorf("page %d: a line ends with %q: %s", number, line[len(line)-1], string(line))
		}
		line = nil
	}
}

// endsAText reports whether a text of the body ends with the line.
func endsAText(doc bulletin.Document, line string) bool {
	texts := []string{doc.Greeting, doc.Opening.Text()}
	for _, s := range doc.Sections {
		for _, p := range s.Paragraphs {
			texts = append(texts, p.Text())
		}
	}
	for _, a := range doc.Annexes {
		texts = append(texts, a.Title)
	}
	return slices.ContainsFunc(texts, func(text string) bool { return strings.HasSuffix(squash(text), line) })
}
