// Package notice reads the text of a published plan: which lists of projects it
// has, what they promise, and where they contradict themselves. It turns each list
// into a table, which package intake understands as any other, and stores nothing.
package notice

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/intake"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Notice is what was read of one notice.
type Notice struct {
	Heading
	Lists []List
	// Rules are what it says of the progress of all projects
	// (半年度完成全年任务的55%), and Matters of matters that it counts and does not
	// list (全年办理…事项900件以上).
	Rules, Matters []Quote
	// Draft is all that its lists say, as of a workbook; cells are named by the
	// lines of the text (附件1!第23行). Its findings are all findings.
	Draft *intake.Draft
}

// List is one list of a notice, for people.
type List struct {
	Name, Title string
	At          string // where it begins: 第23行
	Items       int    // numbered items: 120
	Rows        int    // projects, where items have several (①②)
	Categories  int
	NoTask      int
	Steps       int // numbered 推进措施
	// Repeats names the list that this one tells again or in detail; it is not
	// counted again.
	Repeats string
}

// Quote is a stretch of the notice's own words.
type Quote struct {
	At   string // 第20行
	Text string
}

// annexLine is a line of its own before an annex: 附件, 附件1.
var annexLine = regexp.MustCompile(`^附件[0-9一二三四五六七八九十]{0,3}:?$`)

// annexHead is such a line with the annex's title behind it.
var annexHead = regexp.MustCompile(`^(附件\s*[0-9一二三四五六七八九十]{0,3})\s*[:：\s]\s*([^。;；]{6,60})$`)

// Read understands a notice. It never fails: what it cannot read is a finding.
func Read(doc *grid.Prose) *Notice {
	r := &reader{doc: doc, notice: &Notice{Heading: headOf(lined(doc))}}
	r.tables()
	r.find()
	r.understand()
	r.quote()
	r.check()
	r.tell()
	return r.notice
}

// lined are a document's lines with, behind each, the rows of the tables that stand
// there, as pages write them: 文号 | ….
func lined(doc *grid.Prose) []string {
	if len(doc.Tables) == 0 {
		return doc.Lines
	}
	out := make([]string, len(doc.Lines)+1) // the first for what stands before all lines
	copy(out[1:], doc.Lines)
	for i := range doc.Tables {
		t := &doc.Tables[i]
		if len(t.Sheet.Rows) > mostFieldRows {
			continue
		}
		var b strings.Builder
		for k := range t.Sheet.Rows {
			for c := range t.Sheet.Rows[k].Cells() {
				b.WriteString("|" + strings.ReplaceAll(c.Text, "\n", " "))
			}
		}
		if at := min(max(t.After, 0), len(doc.Lines)); strings.TrimSpace(out[at]) == "" {
			out[at] = b.String()
		}
	}
	return out
}

// mostFieldRows is how many rows a table has at most that says what a notice is.
const mostFieldRows = 12

// reader goes through one notice.
type reader struct {
	doc    *grid.Prose
	notice *Notice
	lists  []*found
	draft  *intake.Draft
	said   []ledger.Finding
	unread int // lists beyond what is read
}

// found is a list with its table and what was read of that.
type found struct {
	*list
	sheet  *sheet
	draft  *intake.Draft
	of     *found // the list that this one repeats
	detail bool   // it tells the projects of that list in detail

	projects map[ledger.ProjectID]*ledger.Project // the draft's
}

// find looks for lists: tables that have lost their borders, and numbered items.
func (r *reader) find() {
	all := r.pieces()
	begin, annex := 0, ""
	var named place
	part := func(end int) {
		r.part(all[begin:end], annex, named)
	}
	for i := 0; i < len(all); i++ {
		if plain := wording.Squeeze(all[i].whole); annexLine.MatchString(plain) && all[i].kind == unmarked {
			part(i)
			begin, annex, named = i+1, strings.TrimSuffix(plain, ":"), all[i].place
			continue
		}
		if m := annexHead.FindStringSubmatch(all[i].whole); m != nil && i+1 < len(all) && all[i+1].no == 1 && all[i].kind == unmarked {
			part(i)
			begin, annex, named = i, wording.Squeeze(m[1]), all[i].place
			all[i].whole, all[i].text = m[2], m[2] // the list's title
			continue
		}
		if t := flatTable(all[i:]); t != nil {
			part(i)
			t.title, t.titleAt = titleBefore(all[begin:i])
			r.add(t)
			i += t.end - 1
			begin = i + 1
		}
	}
	part(len(all))
}

// part looks for a list in a stretch of the text.
func (r *reader) part(all []piece, annex string, at place) {
	l := listIn(all)
	if l == nil {
		return
	}
	first := 0
	for first < len(all) && all[first].place != l.start() {
		first++
	}
	l.title, l.titleAt = titleBefore(all[:first])
	switch {
	case strings.HasSuffix(wording.Simplify(l.title), "实施方案") && l.items[0].parent != nil:
		l.name = "实施方案"
	case annex != "":
		l.name = annex
		if l.title == "" {
			l.titleAt = at
		}
	default:
		l.name = "正文"
	}
	r.add(l)
}

// add keeps a list under a name of its own.
func (r *reader) add(l *list) {
	name := l.name
	for n := 2; slices.ContainsFunc(r.lists, func(f *found) bool { return f.name == l.name }); n++ {
		l.name = fmt.Sprintf("%s(%d)", name, n)
	}
	if l.title == "" {
		l.title, l.titleAt = r.notice.Title, r.at(r.notice.titleLine)
	}
	r.keep(&found{list: l})
}

// mostLists is how many lists a notice may have; the most seen are three.
const mostLists = 40

func (r *reader) keep(f *found) {
	if len(r.lists) < mostLists {
		r.lists = append(r.lists, f)
		return
	}
	if r.unread++; r.unread == 1 {
		r.warn(intake.CodeManyLists, f.name, "", "value", strconv.Itoa(mostLists))
	}
}

// annexTitle is a title in a line where lines have run together: behind 附件, or
// behind all sentences.
var annexTitle = regexp.MustCompile(`(?:附件[:：]?|[。）)])\s*([^。；;:：]{4,60})$`)

// titleBefore is the title of the list that follows: the last line, if it is no
// sentence and no address.
func titleBefore(all []piece) (string, place) {
	if len(all) == 0 {
		return "", place{}
	}
	p := &all[len(all)-1]
	text, plain := p.whole, wording.Plain(p.whole)
	if m := annexTitle.FindStringSubmatchIndex(text); m != nil && !headline(text) || m != nil && strings.Contains(plain, "附件") {
		text = text[m[2]:m[3]]
		if at := strings.LastIndex(text, "附件"); at >= 0 {
			text = text[at+len("附件"):]
		}
		return text, p.place
	}
	if p.kind != unmarked || !headline(text) || utf8.RuneCountInString(text) < 6 || strings.ContainsAny(plain, ":,") || finished(text) {
		return "", place{}
	}
	return text, p.place
}
