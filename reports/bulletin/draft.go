package bulletin

import (
	"strconv"
	"strings"

	"tongbao/server/ledger"
)

// draft is a bulletin in the making: the summary, the options and the figures
// printed so far.
type draft struct {
	s       *ledger.Summary
	o       Options
	figures []Figure
	// topic is the project or unit that figures are about while one is told; it
	// begins their labels.
	topic string
	// measure is the word that counts projects: 个 where a programme counts in
	// 件 and 个项目, else 项.
	measure string
}

func newDraft(s *ledger.Summary, o Options) *draft {
	d := &draft{s: s, o: o, measure: "项"}
	if s.Programme.ItemWord != "" {
		d.measure = "个"
	}
	return d
}

// projects is the measure with its noun: 个项目, 项.
func (d *draft) projects() string {
	if d.measure == "项" {
		return d.measure
	}
	return d.measure + "项目"
}

func (d *draft) public() bool { return d.o.Edition == Public }

func (d *draft) simple(s string) string {
	if d.o.Simplify == nil {
		return s
	}
	return d.o.Simplify(s)
}

// bind registers a figure and returns its reference.
func (d *draft) bind(label, value string, from []ledger.Cell) string {
	if d.topic != "" {
		label = d.topic + "：" + label
	}
	ref := "F" + strconv.Itoa(len(d.figures)+1)
	d.figures = append(d.figures, Figure{Ref: ref, Label: label, Value: value, From: distinct(from)})
	return ref
}

// about runs tell with name before the labels of its figures.
func (d *draft) about(name string, tell func()) {
	before := d.topic
	d.topic = name
	tell()
	d.topic = before
}

// prose builds one paragraph.
type prose struct {
	d        *draft
	lead     string
	leadLink string
	runs     []Run
}

func (d *draft) prose() *prose { return &prose{d: d} }

// titled begins a paragraph with a level-2 heading: （一）新改扩建旅游公厕。
func (d *draft) titled(n int, title string) *prose {
	return &prose{d: d, lead: "（" + numeral(n) + "）" + title + "。"}
}

// named begins a paragraph with a project's name.
func (d *draft) named(n int, st *ledger.Standing) *prose {
	t := d.titled(n, d.title(st.Project))
	t.leadLink = anchor(st.Project)
	return t
}

// anchor is how text points to a project's row.
func anchor(p *ledger.Project) string { return p.ID.String() }

// say adds plain text.
func (p *prose) say(text string) *prose {
	if text == "" {
		return p
	}
	if last := len(p.runs) - 1; last >= 0 && p.runs[last].Figure == "" {
		p.runs[last].Text += text
		return p
	}
	p.runs = append(p.runs, Run{Text: text})
	return p
}

// fig adds a figure bound to the cells it was computed from.
func (p *prose) fig(label, value string, from ...ledger.Cell) *prose {
	p.runs = append(p.runs, Run{Text: value, Figure: p.d.bind(label, value, from)})
	return p
}

// project adds a project's name, which points to its row.
func (p *prose) project(label string, st *ledger.Standing) *prose {
	p.fig(label, p.d.title(st.Project), st.Project.Cell)
	p.runs[len(p.runs)-1].Link = anchor(st.Project)
	return p
}

// count adds a number of projects or units.
func (p *prose) count(label string, n int, from ...ledger.Cell) *prose {
	return p.fig(label, strconv.Itoa(n), from...)
}

// list adds the items with 、 between them.
func (p *prose) list(n int, item func(i int)) *prose {
	return p.separated("、", n, item)
}

func (p *prose) separated(mark string, n int, item func(i int)) *prose {
	for i := range n {
		if i > 0 {
			p.say(mark)
		}
		item(i)
	}
	return p
}

func (p *prose) paragraph() Paragraph {
	return Paragraph{Lead: p.lead, LeadLink: p.leadLink, Runs: p.runs}
}

// titles adds the names of projects, with ； between them where a name has a
// 、 of its own.
func (p *prose) titles(label string, standings []*ledger.Standing) *prose {
	mark := "、"
	for _, st := range standings {
		if strings.Contains(p.d.title(st.Project), "、") {
			mark = "；"
		}
	}
	return p.separated(mark, len(standings), func(i int) {
		p.project(label, standings[i])
	})
}

// numeral is a Chinese numeral from 1 to 99: 一, 十, 十一, 二十一.
func numeral(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 1 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

// distinct drops empty and repeated cells and keeps the order.
func distinct(cells []ledger.Cell) []ledger.Cell {
	seen := map[ledger.Cell]bool{{}: true}
	var out []ledger.Cell
	for _, c := range cells {
		if !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

// cellsOf are the cells a project's verdict rests on.
func cellsOf(st *ledger.Standing) []ledger.Cell {
	cells := []ledger.Cell{st.Project.Cell}
	for _, t := range st.Targets {
		cells = append(cells, t.From...)
	}
	if st.Report != nil {
		cells = append(cells, st.Report.Cell)
	}
	return cells
}

func cellsOfAll(standings []*ledger.Standing) []ledger.Cell {
	var cells []ledger.Cell
	for _, st := range standings {
		cells = append(cells, cellsOf(st)...)
	}
	return distinct(cells)
}

// where are the standings of a series for which keep holds, in order.
func where(s *ledger.SeriesSummary, keep func(*ledger.Standing) bool) []*ledger.Standing {
	var out []*ledger.Standing
	for i := range s.Standings {
		if keep(&s.Standings[i]) {
			out = append(out, &s.Standings[i])
		}
	}
	return out
}

// reportCell is where a project's report was read, as a list that is empty
// when there is none.
func reportCell(st *ledger.Standing) []ledger.Cell {
	if st.Report == nil {
		return nil
	}
	return []ledger.Cell{st.Report.Cell}
}
