// Package opctest holds workbooks against the rules of SpreadsheetML (ECMA-376
// parts 1 and 2) at which Excel and WPS call a file damaged and offer to repair
// it, though libraries read it without a word. It is for tests.
package opctest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

// Problems are the rules that a workbook breaks, one line each.
func Problems(data []byte) []string {
	p := &pack{parts: map[string][]byte{}, kinds: map[string]string{}, trees: map[string]*element{}}
	p.open(data)
	p.types()
	p.relationships()
	p.workbook()
	return p.problems
}

// pack is a package with its parts read.
type pack struct {
	names    []string
	parts    map[string][]byte
	trees    map[string]*element
	kinds    map[string]string // media types by part
	problems []string

	main    string
	formats int // of cells
	dxfs    int
	strings int // shared texts
}

func (p *pack) say(part, format string, args ...any) {
	p.problems = append(p.problems, part+": "+fmt.Sprintf(format, args...))
}

func (p *pack) open(data []byte) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		p.say("package", "%v", err)
		return
	}
	folded := map[string]bool{}
	for _, f := range z.File {
		if key := strings.ToLower(f.Name); folded[key] {
			p.say(f.Name, "there are two")
		} else {
			folded[key] = true
		}
		r, err := f.Open()
		if err != nil {
			p.say(f.Name, "%v", err)
			continue
		}
		text, err := io.ReadAll(r)
		if err != nil {
			p.say(f.Name, "%v", err)
		}
		p.names = append(p.names, f.Name)
		p.parts[f.Name] = text
		if ext := path.Ext(f.Name); ext == ".xml" || ext == ".rels" || ext == ".vml" {
			if p.trees[f.Name], err = parse(text); err != nil {
				p.say(f.Name, "%v", err)
			}
		}
	}
}

// types looks at the media types: every part has one, and none is named that is
// not there.
func (p *pack) types() {
	const list = "[Content_Types].xml"
	root := p.trees[list]
	if root == nil {
		p.say(list, "missing")
		return
	}
	defaults := map[string]string{}
	for _, e := range root.kids {
		if e.name == "Default" {
			ext := strings.ToLower(e.attr("Extension"))
			if defaults[ext] != "" {
				p.say(list, "two defaults for .%s", ext)
			}
			defaults[ext] = e.attr("ContentType")
			continue
		}
		name := strings.TrimPrefix(e.attr("PartName"), "/")
		if p.parts[name] == nil {
			p.say(list, "names %s, which is not there", name)
		}
		if p.kinds[name] != "" {
			p.say(list, "names %s twice", name)
		}
		p.kinds[name] = e.attr("ContentType")
	}
	for _, name := range p.names {
		if p.kinds[name] == "" {
			p.kinds[name] = defaults[strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))]
		}
		if p.kinds[name] == "" && name != list {
			p.say(name, "no media type")
		}
	}
}

// relation is one relationship: its kind is the last step of its type.
type relation struct{ kind, target string }

// relations are a part's relationships by id; external ones have no target.
func (p *pack) relations(owner string) map[string]relation {
	dir, base := path.Split(owner)
	root := p.trees[dir+"_rels/"+base+".rels"]
	out := map[string]relation{}
	if root == nil {
		return out
	}
	for _, e := range root.kids {
		r := relation{kind: path.Base(e.attr("Type"))}
		if e.attr("TargetMode") != "External" {
			r.target = e.attr("Target")
			if !strings.HasPrefix(r.target, "/") {
				r.target = path.Join("/"+dir, r.target)
			}
			r.target = strings.TrimPrefix(path.Clean(r.target), "/")
		}
		out[e.attr("Id")] = r
	}
	return out
}

// relationships looks at all of them: ids are there once, targets exist.
func (p *pack) relationships() {
	for _, name := range p.names {
		if path.Ext(name) != ".rels" {
			continue
		}
		seen := map[string]bool{}
		for _, e := range p.trees[name].kidsOrNone() {
			id := e.attr("Id")
			if id == "" || seen[id] {
				p.say(name, "id %q is missing or there twice", id)
			}
			seen[id] = true
		}
		owner := path.Join(path.Dir(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".rels"))
		if owner == "." {
			owner = ""
		}
		if owner != "" && p.parts[owner] == nil {
			p.say(name, "its owner is not there")
		}
		for id, r := range p.relations(owner) {
			if r.target != "" && p.parts[r.target] == nil {
				p.say(name, "%s leads to %s, which is not there", id, r.target)
			}
			if owner == "" && r.kind == "officeDocument" {
				p.main = r.target
			}
		}
	}
	if p.main == "" {
		p.say("_rels/.rels", "names no workbook")
	}
}
