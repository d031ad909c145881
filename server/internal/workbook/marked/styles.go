package marked

import (
	"path"
	"slices"
	"strconv"

	"tongbao/server/internal/workbook/markup"
	"tongbao/server/ledger"
)

// The parts of a style sheet that marks add to, in the order that the schema
// gives them (CT_Stylesheet, ECMA-376 part 1, 18.8.39), with what each must
// hold at least.
var sections = []struct{ name, item string }{
	{"fonts", `<font><sz val="11"/><name val="宋体"/></font>`},
	{"fills", noFill + `<fill><patternFill patternType="gray125"/></fill>`},
	{"borders", `<border><left/><right/><top/><bottom/><diagonal/></border>`},
	{"cellXfs", `<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`},
}

const noFill = `<fill><patternFill patternType="none"/></fill>`

// section is one list of the style sheet. Items are known by their places.
type section struct {
	node  *node
	items []string // as they stand
	base  int      // how many stood there
}

// styles is the style sheet while items are added to it.
type styles struct {
	part   string
	doc    []byte
	root   *node
	prefix string
	of     map[string]*section
}

// readStyles reads the style sheet; one that is missing, or lacks a list, is
// completed first.
func (p *pkg) readStyles() (*styles, error) {
	rel, ok, err := p.relationOf(p.main, "styles")
	if err != nil {
		return nil, err
	}
	part := rel.target
	if !ok {
		part = path.Join(path.Dir(p.main), "styles.xml")
		p.write(part, []byte(markup.Head+`<styleSheet xmlns="`+p.dialect.main+`"></styleSheet>`))
		if err := p.declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"); err != nil {
			return nil, err
		}
		if _, err := p.relate(p.main, "styles", part); err != nil {
			return nil, err
		}
	}
	if err := p.completeStyles(part); err != nil {
		return nil, err
	}
	s := &styles{part: part, of: make(map[string]*section)}
	if s.doc, s.root, err = p.tree(part); err != nil {
		return nil, err
	}
	s.prefix = s.root.prefix()
	for _, want := range sections {
		list := &section{node: s.root.child(want.name)}
		for _, n := range list.node.kids {
			list.items = append(list.items, string(s.doc[n.from:n.after]))
		}
		list.base = len(list.items)
		s.of[want.name] = list
	}
	return s, nil
}

// completeStyles adds the lists that a style sheet lacks.
func (p *pkg) completeStyles(part string) error {
	order := map[string]int{"numFmts": 0, "fonts": 1, "fills": 2, "borders": 3, "cellStyleXfs": 4, "cellXfs": 5}
	for _, want := range sections {
		doc, root, err := p.tree(part)
		if err != nil {
			return err
		}
		list := root.child(want.name)
		if list != nil && len(list.kids) > 0 {
			continue
		}
		items := withPrefix(want.item, root.prefix())
		if list != nil {
			p.edit(part, doc, []edit{list.appended(items)})
			continue
		}
		whole := "<" + root.prefix() + want.name + ">" + items + "</" + root.prefix() + want.name + ">"
		at := root.appended(whole)
		for _, k := range root.kids {
			if place, ok := order[k.local()]; !ok || place > order[want.name] {
				at = edit{k.from, k.from, whole}
				break
			}
		}
		p.edit(part, doc, []edit{at})
	}
	return nil
}

// add is the place of an item among those that were added, or a new one.
func (l *section) add(item string) int {
	for i := l.base; i < len(l.items); i++ {
		if l.items[i] == item {
			return i
		}
	}
	l.items = append(l.items, item)
	return len(l.items) - 1
}

// at is an item's element; places beyond the list have the first.
func (l *section) at(i int) (*node, error) {
	if i < 0 || i >= len(l.items) {
		i = 0
	}
	return parse([]byte(l.items[i]))
}

// with is a cell format with another fill.
func (s *styles) with(format, fill int) (string, error) {
	l := s.of["cellXfs"]
	n, err := l.at(format)
	if err != nil {
		return "", err
	}
	if format < 0 || format >= len(l.items) {
		format = 0
	}
	edits := []edit{n.set("fillId", itoa(fill)), n.set("applyFill", "1")}
	return string(apply([]byte(l.items[format]), edits)), nil
}

// fillOf is the fill that a cell format uses.
func (s *styles) fillOf(format int) (int, error) {
	n, err := s.of["cellXfs"].at(format)
	if err != nil {
		return 0, err
	}
	v, _ := n.attr("fillId")
	fill, err := strconv.Atoi(v)
	if err != nil || fill < 0 || fill >= len(s.of["fills"].items) {
		return 0, nil
	}
	return fill, nil
}

// store writes the style sheet with what was added.
func (p *pkg) store(s *styles) error {
	var edits []edit
	for _, want := range sections {
		l := s.of[want.name]
		added := l.items[l.base:]
		if len(added) == 0 {
			continue
		}
		text := ""
		for _, item := range added {
			text += item
		}
		if len(l.items) > maxStyles {
			return ledger.Errorf(ledger.CodeTooLarge, "工作簿的单元格样式太多，不能再加标记。请把表格复制到新工作簿后重新上传。")
		}
		edits = append(edits, l.node.appended(text))
		edits = append(edits, l.counted(len(added))...)
	}
	p.edit(s.part, s.doc, edits)
	return nil
}

// maxStyles is how many cell formats Excel allows in a workbook.
const maxStyles = 65490

// counted changes the list's count, where it has one, by n.
func (l *section) counted(n int) []edit {
	v, ok := l.node.attr("count")
	count, err := strconv.Atoi(v)
	if !ok || err != nil {
		return nil
	}
	return []edit{l.node.set("count", itoa(count+n))}
}

// selfContained reports whether the first items of each list, as many as are
// kept, refer to none beyond.
func (s *styles) selfContained(keep map[string]int) bool {
	formats := slices.Clone(s.of["cellXfs"].node.kids)
	formats = formats[:min(max(keep["cellXfs"], 0), len(formats))]
	if own := s.root.child("cellStyleXfs"); own != nil {
		formats = append(formats, own.kids...)
	}
	for _, n := range formats {
		for list, key := range map[string]string{"fonts": "fontId", "fills": "fillId", "borders": "borderId"} {
			if number(n.tag, key, 0) >= keep[list] {
				return false
			}
		}
	}
	return true
}

// truncate writes the style sheet without the items beyond the given numbers.
func (p *pkg) truncate(s *styles, keep map[string]int) {
	var edits []edit
	for _, want := range sections {
		l := s.of[want.name]
		n, ok := keep[want.name]
		if !ok || n < 1 || n >= len(l.items) {
			continue
		}
		kids := l.node.kids
		edits = append(edits, edit{kids[n].from, kids[len(kids)-1].after, ""})
		edits = append(edits, l.counted(n-len(kids))...)
	}
	p.edit(s.part, s.doc, edits)
}
