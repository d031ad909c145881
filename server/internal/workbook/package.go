package workbook

import (
	"cmp"
	"path"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// relation is one line of a .rels part.
type relation struct {
	kind   string // the last step of its type: "worksheet"
	target string // name of the part
}

// openPackage reads the workbook in a zip package.
func openPackage(data []byte, b *budget) (*grid.Workbook, error) {
	a, err := openArchive(data, b)
	if err != nil {
		return nil, err
	}
	if ods, err := a.isODS(); err != nil {
		return nil, err
	} else if ods {
		return openODS(a)
	}
	if !a.has(contentTypesPart) {
		return nil, a.foreign()
	}
	main, kind, err := a.mainPart()
	if err != nil {
		return nil, err
	}
	rels, err := a.relations(main)
	if err != nil {
		return nil, inPart(relsPart(main), err)
	}
	book, err := a.workbook(main)
	if err != nil {
		return nil, inPart(main, err)
	}
	r := reader{archive: a, date1904: book.date1904}
	if err := r.readShared(rels); err != nil {
		return nil, err
	}
	out := &grid.Workbook{Format: kind}
	for _, e := range book.sheets {
		rel, ok := rels[e.id]
		if !ok {
			return nil, inSheet(e.name, 0, damagef("工作簿中没有登记它的部件"))
		}
		if rel.kind != "worksheet" {
			continue // a chart or a macro sheet: no table
		}
		sheet, err := r.readSheet(e, rel.target)
		if err != nil {
			return nil, err
		}
		out.Sheets = append(out.Sheets, sheet)
	}
	if len(out.Sheets) == 0 {
		return nil, ledger.Errorf(ledger.CodeInvalid, "工作簿中没有一张工作表。请上传含有填报表的 .xlsx 文件。")
	}
	return out, nil
}

// readShared reads what the sheets have in common.
func (r *reader) readShared(rels map[string]relation) error {
	r.formats = []numberFormat{{}}
	for _, shared := range []struct {
		kind string
		read func(part string) error
	}{
		{"styles", r.readStyles},
		{"sharedStrings", r.readStrings},
	} {
		part, err := onlyTarget(rels, shared.kind)
		if err == nil && part != "" {
			err = shared.read(part)
		}
		if err != nil {
			return inPart(cmp.Or(part, shared.kind), err)
		}
	}
	return nil
}

// onlyTarget is the part that the one relation of a kind leads to, "" when
// there is none.
func onlyTarget(rels map[string]relation, kind string) (string, error) {
	target := ""
	for _, rel := range rels {
		if rel.kind != kind {
			continue
		}
		if target != "" {
			return "", damagef("登记了不止一份")
		}
		target = rel.target
	}
	return target, nil
}

const contentTypesPart = "[Content_Types].xml"

// foreign says what a zip without content types is.
func (a *archive) foreign() error {
	if data, err := a.read("mimetype"); err == nil {
		if strings.Contains(string(data), "opendocument") {
			return refuse(formatODT)
		}
	}
	switch {
	case a.has("OFD.xml"):
		return refuse(formatOFD)
	case a.has("Index/Document.iwa"):
		return refuse(formatNumbers)
	case a.has("_rels/.rels"), a.has("xl/workbook.xml"):
		return inPart(contentTypesPart, damagef("文件中缺少这个部件"))
	}
	return refuse(formatArchive)
}

// mainPart finds the package's main part and, by its content type, the kind
// of workbook it is.
func (a *archive) mainPart() (main, kind string, err error) {
	main, declared, err := a.mainType()
	if err != nil {
		return "", "", err
	}
	// The order matters: the later words are contained in more types.
	for _, t := range []struct {
		word, kind string
		is         format
	}{
		{"wordprocessingml", "", formatDOC},
		{"ms-word", "", formatDOC},
		{"presentationml", "", formatPPT},
		{"ms-powerpoint", "", formatPPT},
		{"sheet.binary", "", formatXLSB},
		{"template.macroenabled", "xltm", formatZip},
		{"sheet.macroenabled", "xlsm", formatZip},
		{"spreadsheetml.template", "xltx", formatZip},
		{"spreadsheetml.sheet", "xlsx", formatZip},
		{"application/xml", "xlsx", formatZip},
	} {
		if strings.Contains(declared, t.word) {
			if t.is != formatZip {
				return "", "", refuse(t.is)
			}
			return main, t.kind, nil
		}
	}
	return "", "", refuse(formatUnknown)
}

// mainType finds the package's main part and its content type.
func (a *archive) mainType() (main, declared string, err error) {
	rels, err := a.relations("")
	if err != nil {
		return "", "", inPart(relsPart(""), err)
	}
	main, err = onlyTarget(rels, "officeDocument")
	if err == nil && main == "" {
		err = damagef("没有指明主要部件")
	}
	if err != nil {
		return "", "", inPart(relsPart(""), err)
	}
	declared, err = a.contentType(main)
	if err != nil {
		return "", "", inPart(contentTypesPart, err)
	}
	return main, declared, nil
}

// contentType is a part's media type in lower case.
func (a *archive) contentType(part string) (string, error) {
	s, err := a.scan(contentTypesPart)
	if err != nil {
		return "", err
	}
	if err := s.enter("Types"); err != nil {
		return "", err
	}
	var byName, byExtension string
	err = s.children(func(name []byte) error {
		kind, _ := s.attr("ContentType")
		switch string(name) {
		case "Override":
			if of, _ := s.attr("PartName"); partKey(of) == partKey(part) {
				byName = kind
			}
		case "Default":
			if ext, _ := s.attr("Extension"); strings.EqualFold("."+ext, path.Ext(part)) {
				byExtension = kind
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if byName == "" {
		byName = byExtension
	}
	return strings.ToLower(byName), s.finish()
}

// relsPart is the name of the part that holds a part's relations; "" is the
// package itself.
func relsPart(part string) string {
	dir, base := path.Split(part)
	return dir + "_rels/" + base + ".rels"
}

// relations reads a part's internal relations by their id.
func (a *archive) relations(part string) (map[string]relation, error) {
	s, err := a.scan(relsPart(part))
	if err != nil {
		return nil, err
	}
	if err := s.enter("Relationships"); err != nil {
		return nil, err
	}
	rels := make(map[string]relation)
	err = s.children(func(name []byte) error {
		if mode, _ := s.attr("TargetMode"); string(name) != "Relationship" || mode == "External" {
			return nil
		}
		if len(rels) == a.lim.Entries {
			return damagef("登记的部件超过 %d 个", a.lim.Entries)
		}
		id, _ := s.attr("Id")
		kind, _ := s.attr("Type")
		target, _ := s.attr("Target")
		target = strings.ReplaceAll(target, `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir("/"+part), target)
		}
		if _, twice := rels[id]; twice {
			return damagef("关系编号 %.20q 重复", id)
		}
		if err := a.hold(styleSize + len(id) + len(kind) + len(target)); err != nil {
			return err
		}
		rels[id] = relation{kind: path.Base(kind), target: strings.TrimPrefix(path.Clean(target), "/")}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return rels, s.finish()
}

// sheetEntry is one line of the workbook's list of sheets.
type sheetEntry struct {
	name, id string
	hidden   bool
}

type workbookPart struct {
	sheets   []sheetEntry
	date1904 bool
}

func (a *archive) workbook(main string) (*workbookPart, error) {
	s, err := a.scan(main)
	if err != nil {
		return nil, err
	}
	if err := s.enter("workbook"); err != nil {
		return nil, err
	}
	b := &workbookPart{}
	names := make(map[string]bool)
	sheet := func(name []byte) error {
		if string(name) != "sheet" {
			return nil
		}
		var e sheetEntry
		e.name, _ = s.attr("name")
		e.id = s.prefixed("id")
		state, _ := s.attr("state")
		e.hidden = state == "hidden" || state == "veryHidden"
		key := strings.ToLower(e.name)
		switch {
		case e.name == "":
			return damagef("有工作表没有名称")
		case names[key]:
			return damagef("有两张工作表都叫“%.40s”", e.name)
		}
		if err := a.sheets(len(b.sheets), e.name); err != nil {
			return err
		}
		names[key] = true
		b.sheets = append(b.sheets, e)
		return nil
	}
	err = s.children(func(name []byte) error {
		switch string(name) {
		case "workbookPr":
			b.date1904 = s.flag("date1904")
		case "sheets":
			return s.children(sheet)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b, s.finish()
}
