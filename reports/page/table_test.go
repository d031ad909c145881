package page_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"tongbao/reports/page"
)

// annex sets one annex with one table.
func annex(t testing.TB, table page.Table, wide bool) *page.Book {
	s := page.New(faces(t))
	s.Annex(page.Annex{Label: "附件1", Title: []string{"一览表"}, Wide: wide, Tables: []page.Table{table}})
	return s.Finish("")
}

func threeColumns(rows ...page.Row) page.Table {
	return page.Table{Rows: rows, Columns: []page.Column{
		{Head: "序号", Weight: 1, Align: page.Center},
		{Head: "项目", Weight: 5},
		{Head: "进度", Weight: 2, Align: page.Decimal},
	}}
}

func cells(texts ...string) page.Row {
	r := page.Row{}
	for _, t := range texts {
		r.Cells = append(r.Cells, page.Cell{Text: t})
	}
	return r
}

func TestHeadRepeatsUnderContinuedOnEveryPage(t *testing.T) {
	table := threeColumns()
	for i := range 120 {
		table.Rows = append(table.Rows, cells(fmt.Sprint(i+1), "新改扩建旅游公厕", "13.75%"))
	}
	book := annex(t, table, true)
	if len(book.Pages) < 3 {
		t.Fatalf("%d pages", len(book.Pages))
	}
	for i, p := range book.Pages {
		text := strings.Join(lines(p), "")
		if !strings.Contains(text, "序号项目进度") {
			t.Errorf("page %d has no head", i+1)
		}
		if strings.Contains(text, "续表") != (i > 0) {
			t.Errorf("page %d: 续表 %v", i+1, i == 0)
		}
	}
	checkInside(t, book)
}

func TestDecimalPointsStandOneBelowTheOther(t *testing.T) {
	book := annex(t, threeColumns(cells("1", "甲", "13.75%"), cells("2", "乙", "5.5%"), cells("3", "丙", "100.00%")), false)
	var places []float64
	for _, x := range book.Pages[0].Texts {
		if before, _, ok := strings.Cut(x.Text, "."); ok {
			face := faces(t).Face(x.Face)
			at := x.X
			for _, r := range before {
				at += face.Advance(r) * x.Size
			}
			places = append(places, at)
		}
	}
	if len(places) != 3 {
		t.Fatalf("%d numbers, want 3", len(places))
	}
	for _, at := range places {
		if d := at - places[0]; d > 0.05 || d < -0.05 {
			t.Errorf("decimal points at %v", places)
		}
	}
}

func TestARowHigherThanAPageIsSplitAndComplete(t *testing.T) {
	long := prose(rand.New(rand.NewPCG(3, 3)), 4000)
	book := annex(t, threeColumns(cells("1", "甲", "1%"), cells("2", long, "2%"), cells("3", "丙", "3%")), true)
	if len(book.Pages) < 3 {
		t.Fatalf("%d pages, want at least 3", len(book.Pages))
	}
	var got strings.Builder
	for _, p := range book.Pages {
		text := squash(strings.Join(lines(p), ""))
		for _, head := range []string{"附件1一览表", "续表"} {
			text = strings.TrimPrefix(text, head)
		}
		got.WriteString(strings.TrimPrefix(text, "序号项目进度"))
	}
	if !strings.Contains(strings.ReplaceAll(got.String(), "2%", ""), squash(long)) {
		t.Error("the long cell is not complete and in order")
	}
	checkInside(t, book)
}

// wild makes a table with everything: groups, sections, totals, spans, empty
// and long cells.
func wild(r *rand.Rand) page.Table {
	table := page.Table{}
	columns := 2 + r.IntN(9)
	for c := range columns {
		col := page.Column{Head: prose(r, 1+r.IntN(5)), Weight: float64(r.IntN(5)), Align: page.Align(r.IntN(4))}
		if c > 0 && r.IntN(3) == 0 {
			col.Group = "合并表头"
		}
		if r.IntN(4) == 0 {
			col.Unit = "万元"
		}
		table.Columns = append(table.Columns, col)
	}
	covered := make([]int, columns)
	for range r.IntN(80) {
		if r.IntN(12) == 0 {
			table.Rows = append(table.Rows, page.Row{Kind: page.SectionRow, Cells: []page.Cell{{Text: prose(r, 1+r.IntN(40))}}})
			clear(covered)
			continue
		}
		row := page.Row{Kind: page.DataRow}
		if r.IntN(20) == 0 {
			row.Kind = page.TotalRow
		}
		for c := range columns {
			cell := page.Cell{Light: page.Light(r.IntN(30))}
			switch {
			case covered[c] > 0:
				covered[c]--
				cell = page.Cell{Covered: true}
			case r.IntN(3) == 0:
				cell.Text = fmt.Sprintf("%.2f", r.Float64()*1000)
			case r.IntN(40) == 0:
				cell.Text = prose(r, 600)
			default:
				cell.Text = prose(r, r.IntN(30))
			}
			if !cell.Covered && r.IntN(8) == 0 {
				cell.Span = 2 + r.IntN(5)
				covered[c] = cell.Span - 1
			}
			row.Cells = append(row.Cells, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// counts are how often each character stands in a text: cells that split over
// pages interleave, so that order is checked cell by cell elsewhere.
func counts(s string) map[rune]int {
	n := map[rune]int{}
	for _, r := range s {
		n[r]++
	}
	return n
}

func TestRandomTablesLoseNothingAndStayInside(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 2))
		table := wild(r)
		book := annex(t, table, seed%2 == 0)
		var want strings.Builder
		for _, row := range table.Rows {
			for _, c := range row.Cells {
				want.WriteString(squash(c.Text))
			}
		}
		got := counts(textOf(book))
		for r, n := range counts(want.String()) {
			if got[r] < n {
				t.Errorf("seed %d: %c stands %d times, want %d", seed, r, got[r], n)
			}
		}
		checkInside(t, book)
		if t.Failed() {
			t.Fatalf("seed %d: %d columns, %d rows, %d pages", seed, len(table.Columns), len(table.Rows), len(book.Pages))
		}
	}
}

func TestTextsOfATableDoNotOverlap(t *testing.T) {
	for seed := range uint64(25) {
		book := annex(t, wild(rand.New(rand.NewPCG(seed, 9))), true)
		for i, p := range book.Pages {
			for a := range p.Texts {
				for b := a + 1; b < len(p.Texts); b++ {
					if x, y := p.Texts[a], p.Texts[b]; !x.Turned && !y.Turned && overlap(x, y) {
						t.Fatalf("seed %d, page %d: %q at %.1f,%.1f and %q at %.1f,%.1f overlap", seed, i+1, x.Text, x.X, x.Y, y.Text, y.X, y.Y)
					}
				}
			}
		}
	}
}

// overlap reports whether the middles of two texts cover each other.
func overlap(a, b page.Text) bool {
	if a.Width == 0 || b.Width == 0 {
		return false
	}
	const slack = 1.2
	across := min(a.X+a.Width, b.X+b.Width) - max(a.X, b.X)
	down := min(a.Y, b.Y) - max(a.Y-0.6*a.Size, b.Y-0.6*b.Size)
	return across > a.Size/2+slack && down > slack
}

// Rows of many heights, so that page breaks fall everywhere: a section's name
// always has a row below it.
func TestASectionIsNeverLeftAloneAtThePagesFoot(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 9))
		table := threeColumns()
		for i := range 40 {
			if i%3 == 0 {
				table.Rows = append(table.Rows, page.Row{Kind: page.SectionRow, Cells: []page.Cell{{Text: fmt.Sprintf("类别%d", i)}}})
			}
			table.Rows = append(table.Rows, cells(fmt.Sprint(i), prose(r, 5+r.IntN(400)), "1.0"))
		}
		for i, p := range annex(t, table, true).Pages {
			last := ""
			for _, x := range p.Texts {
				if !x.Turned {
					last = x.Text
				}
			}
			if strings.HasPrefix(last, "类别") {
				t.Errorf("seed %d: page %d ends with %s", seed, i+1, last)
			}
		}
	}
}

func TestAFewRowsOverAreTakenIn(t *testing.T) {
	for rows, most := range map[int]int{17: 1, 18: 1, 19: 1, 20: 1} {
		table := threeColumns()
		for i := range rows {
			table.Rows = append(table.Rows, cells(fmt.Sprint(i+1), "新改扩建旅游公厕", "1.0"))
		}
		if n := len(annex(t, table, true).Pages); n > most {
			t.Errorf("%d rows take %d pages", rows, n)
		}
	}
}

func TestTheNoteOfAnnexesStaysWithTheSignature(t *testing.T) {
	for before := range 40 {
		s := page.New(faces(t))
		s.Paragraph(page.Para{Spans: []page.Span{{Text: strings.Repeat("通报进展情况", before*5+1)}}})
		s.Annexes([]string{"一览表", "责任单位完成情况表", "资金到位情况表"})
		s.Signature(page.Signature{Name: "示例市人民政府办公室", Date: "2020年4月13日", Note: "（此件不予公开）"})
		on := map[int]bool{}
		for i, p := range s.Finish("").Pages {
			text := strings.Join(lines(p), "")
			for _, word := range []string{"一览表", "资金到位情况表", "4月13日", "此件不予公开"} {
				if strings.Contains(text, word) {
					on[i] = true
				}
			}
		}
		if len(on) != 1 {
			t.Errorf("%d spans before: the note and the signature stand on %d pages", before, len(on))
		}
	}
}

func TestNotesStandUnderTheLastTable(t *testing.T) {
	for rows := 10; rows < 130; rows++ {
		big, summary := threeColumns(), threeColumns(cells("1", "合计", "1.0"))
		summary.Title = "汇总"
		for i := range rows {
			big.Rows = append(big.Rows, cells(fmt.Sprint(i+1), strings.Repeat("新改扩建旅游公厕", i%3*20+1), "1.0"))
		}
		s := page.New(faces(t))
		s.Annex(page.Annex{Label: "附件1", Title: []string{"一览表"}, Wide: true, Tables: []page.Table{big, summary}, Notes: []string{"口径甲。", "口径乙。", "口径丙。"}})
		book := s.Finish("")
		last := strings.Join(lines(book.Pages[len(book.Pages)-1]), "")
		for _, want := range []string{"汇总", "口径甲", "口径乙", "口径丙"} {
			if !strings.Contains(last, want) {
				t.Errorf("%d rows: the last page lacks %s", rows, want)
			}
		}
		checkInside(t, book)
	}
}

func TestARemarkAfterALightStandsOnALineOfItsOwn(t *testing.T) {
	row := cells("1", strings.Repeat("新改扩建旅游公厕", 30), "")
	row.Cells[2] = page.Cell{Text: "达序时（已完工待验收）", Light: page.Disc}
	table := threeColumns(row)
	table.Columns[1].Weight = 50
	var got []string
	for _, x := range annex(t, table, false).Pages[0].Texts {
		if strings.ContainsAny(x.Text, "达验") {
			got = append(got, x.Text)
		}
	}
	if strings.Join(got, "|") != "达序时|（已完工待验收）" {
		t.Errorf("set as %q", got)
	}
}
