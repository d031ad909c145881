package marked

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook/markup"
	"tongbao/server/ledger"
)

// readWorkbook finds the main part and the sheets it lists, with their cells.
func (p *pkg) readWorkbook(book *grid.Workbook) error {
	root, ok, err := p.relationOf("", "officeDocument")
	if err != nil {
		return err
	}
	if !ok {
		return ledger.Errorf(ledger.CodeInvalid, "文件中没有指明工作簿。请用 Excel/WPS 打开后另存一份再上传。")
	}
	p.main, p.dialect = root.target, transitional
	if strings.HasPrefix(root.full, strict.rels) {
		p.dialect = strict
	}
	_, tree, err := p.tree(p.main)
	if err != nil {
		return err
	}
	rels, err := p.relations(p.main)
	if err != nil {
		return err
	}
	grids := make(map[string]*grid.Sheet)
	for i := range book.Sheets {
		grids[book.Sheets[i].Name] = &book.Sheets[i]
	}
	list := tree.child("sheets")
	if list == nil {
		return ledger.Errorf(ledger.CodeInvalid, "工作簿中没有一张工作表。")
	}
	for _, n := range list.kids {
		s := sheet{rel: relID(n)}
		s.name, _ = n.attr("name")
		for _, r := range rels {
			if r.id == s.rel && r.kind == "worksheet" {
				s.part, s.grid = r.target, grids[s.name]
			}
		}
		s.own = s.grid != nil && s.grid.Own()
		p.sheets = append(p.sheets, s)
	}
	return nil
}

// relID is the relation that an element names: its attribute id with a prefix.
func relID(n *node) string {
	for _, word := range strings.Fields(string(n.raw)) {
		if key, _, ok := strings.Cut(word, "="); ok && strings.HasSuffix(key, ":id") {
			v, _ := n.attr(key)
			return v
		}
	}
	return ""
}

// tree is a small part with its text.
func (p *pkg) tree(name string) ([]byte, *node, error) {
	doc, err := p.read(name)
	if err != nil {
		return nil, nil, err
	}
	root, err := parse(doc)
	return doc, root, err
}

// addSheet puts a worksheet at the end of the workbook.
func (p *pkg) addSheet(name string, content []byte) error {
	part := p.free(path.Join(path.Dir(p.main), "worksheets"), "sheet", ".xml")
	p.write(part, content)
	if err := p.declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"); err != nil {
		return err
	}
	rel, err := p.relate(p.main, "worksheet", part)
	if err != nil {
		return err
	}
	doc, root, err := p.tree(p.main)
	if err != nil {
		return err
	}
	list := root.child("sheets")
	last := 0
	for _, n := range list.kids {
		v, _ := n.attr("sheetId")
		if id, err := strconv.Atoi(v); err == nil {
			last = max(last, id)
		}
	}
	line := "<" + list.prefix() + `sheet name="` + markup.Escape(name) + `" sheetId="` + itoa(last+1) +
		`" xmlns:r="` + p.dialect.rels + `" r:id="` + rel + `"/>`
	p.edit(p.main, doc, []edit{list.appended(line)})
	return nil
}

// dropSheets removes our lists of findings from the workbook, and what names
// them by their place in it.
func (p *pkg) dropSheets() error {
	var own []int
	for i, s := range p.sheets {
		if s.own {
			own = append(own, i)
		}
	}
	if len(own) == 0 {
		return nil
	}
	doc, root, err := p.tree(p.main)
	if err != nil {
		return err
	}
	kids := root.child("sheets").kids
	var edits []edit
	for _, i := range own {
		edits = append(edits, kids[i].removed())
		if err := p.discard(p.sheets[i].part); err != nil {
			return err
		}
		if err := p.unrelate(p.main, p.sheets[i].rel); err != nil {
			return err
		}
	}
	// moved is the place of a sheet without ours; false for one of ours.
	moved := func(text string) (int, bool) {
		i, err := strconv.Atoi(text)
		if err != nil {
			return 0, true
		}
		before := 0
		for _, o := range own {
			if o < i {
				before++
			}
		}
		return i - before, !slices.Contains(own, i)
	}
	if names := root.child("definedNames"); names != nil {
		left := len(names.kids)
		var inside []edit
		for _, n := range names.kids {
			v, ok := n.attr("localSheetId")
			if !ok {
				continue
			}
			if i, stays := moved(v); !stays {
				left--
				inside = append(inside, n.removed())
			} else if itoa(i) != v {
				inside = append(inside, n.set("localSheetId", itoa(i)))
			}
		}
		if left == 0 && len(inside) > 0 {
			inside = []edit{names.removed()}
		}
		edits = append(edits, inside...)
	}
	root.find("workbookView", func(n *node) {
		for _, key := range []string{"activeTab", "firstSheet"} {
			v, ok := n.attr(key)
			if !ok {
				continue
			}
			i, stays := moved(v)
			if !stays {
				i = 0
			}
			if itoa(i) != v {
				edits = append(edits, n.set(key, itoa(i)))
			}
		}
	})
	p.edit(p.main, doc, edits)
	p.sheets = slices.DeleteFunc(p.sheets, func(s sheet) bool { return s.own })
	return nil
}
