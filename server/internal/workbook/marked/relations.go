package marked

import (
	"path"
	"strconv"
	"strings"

	"tongbao/server/internal/workbook/markup"
)

func itoa(n int) string { return strconv.Itoa(n) }

// The namespaces of the two forms of OOXML (ECMA-376 part 1 and part 4).
type dialect struct{ main, rels string }

var (
	transitional = dialect{
		"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
	}
	strict = dialect{
		"http://purl.oclc.org/ooxml/spreadsheetml/main",
		"http://purl.oclc.org/ooxml/officeDocument/relationships",
	}
)

const (
	contentTypesPart = "[Content_Types].xml"
	packageRels      = "http://schemas.openxmlformats.org/package/2006/relationships"
	// noRelations is a part of relations without one, as relate begins it.
	noRelations = markup.Head + `<Relationships xmlns="` + packageRels + `"></Relationships>`
)

// relation is one line of a .rels part.
type relation struct {
	id     string
	kind   string // the last step of its type: "worksheet"
	full   string // its whole type
	target string // name of the part, "" for an external one
	node   *node
}

func relsPart(owner string) string {
	dir, base := path.Split(owner)
	return dir + "_rels/" + base + ".rels"
}

// relations reads a part's relations; a part without any has none.
func (p *pkg) relations(owner string) ([]relation, error) {
	if !p.has(relsPart(owner)) {
		return nil, nil
	}
	_, root, err := p.tree(relsPart(owner))
	if err != nil {
		return nil, err
	}
	var out []relation
	for _, n := range root.kids {
		if n.local() != "Relationship" {
			continue
		}
		r := relation{node: n}
		r.id, _ = n.attr("Id")
		r.full, _ = n.attr("Type")
		r.kind = path.Base(r.full)
		if mode, _ := n.attr("TargetMode"); mode != "External" {
			target, _ := n.attr("Target")
			target = strings.ReplaceAll(target, `\`, "/")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir("/"+owner), target)
			}
			r.target = strings.TrimPrefix(path.Clean(target), "/")
		}
		out = append(out, r)
	}
	return out, nil
}

// relationOf is the first relation of a kind to a part that is there.
func (p *pkg) relationOf(owner, kind string) (relation, bool, error) {
	list, err := p.relations(owner)
	for _, r := range list {
		if r.kind == kind && r.target != "" && p.has(r.target) {
			return r, true, nil
		}
	}
	return relation{}, false, err
}

// relate adds a relation from one part to another and returns its id.
func (p *pkg) relate(owner, kind, target string) (string, error) {
	list, err := p.relations(owner)
	if err != nil {
		return "", err
	}
	taken := make(map[string]bool)
	for _, r := range list {
		taken[strings.ToLower(r.id)] = true
	}
	id := ""
	for n := 1; id == "" || taken[strings.ToLower(id)]; n++ {
		id = "rId" + itoa(n)
	}
	name := relsPart(owner)
	if !p.has(name) {
		p.write(name, []byte(noRelations))
	}
	doc, root, err := p.tree(name)
	if err != nil {
		return "", err
	}
	line := "<" + root.prefix() + `Relationship Id="` + id + `" Type="` + p.dialect.rels + "/" + kind + `" Target="/` + markup.Escape(target) + `"/>`
	p.edit(name, doc, []edit{root.appended(line)})
	return id, nil
}

// unrelate removes a relation, and a .rels part that was made for it.
func (p *pkg) unrelate(owner, id string) error {
	list, err := p.relations(owner)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.id != id {
			continue
		}
		doc, err := p.read(relsPart(owner))
		if err != nil {
			return err
		}
		if left := apply(doc, []edit{r.node.removed()}); string(left) == noRelations {
			p.remove(relsPart(owner))
		} else {
			p.write(relsPart(owner), left)
		}
		return nil
	}
	return nil
}

// declare adds a part's media type.
func (p *pkg) declare(name, mediaType string) error {
	return p.addType(`Override PartName="/`+markup.Escape(name)+`"`, mediaType, (*node).appended)
}

// declareExtension adds the media type of an extension. It stays when the last
// part with it goes, and so stands first, where it changes no later place.
func (p *pkg) declareExtension(ext, mediaType string) error {
	_, root, err := p.tree(contentTypesPart)
	if err != nil {
		return err
	}
	for _, n := range root.kids {
		if v, ok := n.attr("Extension"); ok && strings.EqualFold(v, ext) {
			return nil
		}
	}
	return p.addType(`Default Extension="`+ext+`"`, mediaType, func(types *node, line string) edit {
		return edit{types.to, types.to, line}
	})
}

func (p *pkg) addType(subject, mediaType string, put func(types *node, line string) edit) error {
	doc, root, err := p.tree(contentTypesPart)
	if err != nil {
		return err
	}
	line := "<" + root.prefix() + subject + ` ContentType="` + mediaType + `"/>`
	p.edit(contentTypesPart, doc, []edit{put(root, line)})
	return nil
}

// retype replaces a piece of a part's media type.
func (p *pkg) retype(name, from, to string) error {
	doc, root, err := p.tree(contentTypesPart)
	if err != nil {
		return err
	}
	var edits []edit
	for _, n := range root.kids {
		if of, ok := n.attr("PartName"); ok && partKey(of) == partKey(name) {
			is, _ := n.attr("ContentType")
			edits = append(edits, n.set("ContentType", strings.Replace(is, from, to, 1)))
		}
	}
	p.edit(contentTypesPart, doc, edits)
	return nil
}

// discard removes a part, its media type and its own relations.
func (p *pkg) discard(name string) error {
	doc, root, err := p.tree(contentTypesPart)
	if err != nil {
		return err
	}
	var edits []edit
	for _, n := range root.kids {
		if of, ok := n.attr("PartName"); ok && partKey(of) == partKey(name) {
			edits = append(edits, n.removed())
		}
	}
	p.edit(contentTypesPart, doc, edits)
	p.remove(name)
	p.remove(relsPart(name))
	return nil
}
