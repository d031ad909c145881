package marked

import (
	"bytes"
	"html"
	"strings"

	"tongbao/server/internal/workbook/markup"
	"tongbao/server/ledger"
)

// tag is one tag of an XML document with its place in it.
type tag struct {
	name       []byte // with its prefix
	from, to   int
	start, end bool // an empty element is both
	raw        []byte
}

// local is the name without its prefix.
func (t tag) local() string {
	if i := bytes.IndexByte(t.name, ':'); i >= 0 {
		return string(t.name[i+1:])
	}
	return string(t.name)
}

// prefix is the name's prefix with its colon, "" when there is none.
func (t tag) prefix() string { return string(t.name[:len(t.name)-len(t.local())]) }

// attrAt is where an attribute's value stands in the document.
func (t tag) attrAt(name string) (from, to int, ok bool) {
	i := 1 + len(t.name)
	for i < len(t.raw) {
		for i < len(t.raw) && strings.IndexByte(" \t\r\n/>", t.raw[i]) >= 0 {
			i++
		}
		eq := bytes.IndexByte(t.raw[i:], '=')
		if eq < 0 {
			break
		}
		key := bytes.TrimSpace(t.raw[i : i+eq])
		i += eq + 1
		for i < len(t.raw) && t.raw[i] != '"' && t.raw[i] != '\'' {
			i++
		}
		if i == len(t.raw) {
			break
		}
		n := bytes.IndexByte(t.raw[i+1:], t.raw[i])
		if n < 0 {
			break
		}
		if string(key) == name {
			return t.from + i + 1, t.from + i + 1 + n, true
		}
		i += n + 2
	}
	return 0, 0, false
}

// attr is an attribute's value.
func (t tag) attr(name string) (string, bool) {
	from, to, ok := t.attrAt(name)
	if !ok {
		return "", false
	}
	return html.UnescapeString(string(t.raw[from-t.from : to-t.from])), true
}

// set is the edit that gives an attribute a value.
func (t tag) set(name, value string) edit {
	if from, to, ok := t.attrAt(name); ok {
		return edit{from, to, markup.Escape(value)}
	}
	at := t.from + 1 + len(t.name)
	return edit{at, at, " " + name + `="` + markup.Escape(value) + `"`}
}

// open is the text of an empty element's tag as a start tag.
func (t tag) open() string {
	return strings.TrimRight(strings.TrimSuffix(string(t.raw), "/>"), " \t\r\n") + ">"
}

func (t tag) closing() string { return "</" + string(t.name) + ">" }

// maxDepth is how deep the elements of a part may be nested.
const maxDepth = 100

// walk visits the tags of a well-formed document; depth is the number of
// elements around the tag's own.
func walk(doc []byte, visit func(depth int, t tag) error) error {
	bad := ledger.Errorf(ledger.CodeInvalid, "文件的部件损坏：标记不完整或不配对。请用 Excel/WPS 打开后另存一份再上传。")
	var names [][]byte
	for pos := 0; ; {
		n := bytes.IndexByte(doc[pos:], '<')
		if n < 0 {
			break
		}
		pos += n
		rest := doc[pos:]
		skipped := false
		for _, s := range []struct{ from, to string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
			if bytes.HasPrefix(rest, []byte(s.from)) {
				end := bytes.Index(rest, []byte(s.to))
				if end < 0 {
					return bad
				}
				pos += end + len(s.to)
				skipped = true
				break
			}
		}
		if skipped {
			continue
		}
		t, ok := readTag(rest, pos)
		if !ok {
			return bad
		}
		pos = t.to
		if t.end && !t.start {
			if len(names) == 0 || !bytes.Equal(names[len(names)-1], t.name) {
				return bad
			}
			names = names[:len(names)-1]
		}
		if err := visit(len(names), t); err != nil {
			return err
		}
		if t.start && !t.end {
			if len(names) == maxDepth {
				return bad
			}
			names = append(names, t.name)
		}
	}
	if len(names) > 0 {
		return bad
	}
	return nil
}

// readTag reads the tag that rest begins with; pos is its place.
func readTag(rest []byte, pos int) (tag, bool) {
	end, quote := 1, byte(0)
	for ; end < len(rest); end++ {
		c := rest[end]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '"' || c == '\'':
			quote = c
			continue
		}
		if c == '>' {
			break
		}
	}
	if end >= len(rest) || end < 2 {
		return tag{}, false
	}
	t := tag{from: pos, to: pos + end + 1, raw: rest[:end+1], start: true}
	name := rest[1:end]
	if name[0] == '/' {
		t.start, t.end, name = false, true, name[1:]
	} else if name[len(name)-1] == '/' {
		t.end, name = true, name[:len(name)-1]
	}
	if i := bytes.IndexAny(name, " \t\r\n"); i >= 0 {
		name = name[:i]
	}
	t.name = name
	return t, len(name) > 0 && name[0] != '!'
}

// node is one element of a small document.
type node struct {
	tag             // its first
	inTo, after int // end of its content, end of its last tag
	kids        []*node
}

// parse reads a small document as a tree.
func parse(doc []byte) (*node, error) {
	top := &node{}
	path := []*node{top}
	err := walk(doc, func(_ int, t tag) error {
		if t.start {
			n := &node{tag: t, inTo: t.to, after: t.to}
			last := path[len(path)-1]
			last.kids = append(last.kids, n)
			path = append(path, n)
		}
		if t.end {
			n := path[len(path)-1]
			if !t.start {
				n.inTo, n.after = t.from, t.to
			}
			path = path[:len(path)-1]
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(top.kids) != 1 {
		return nil, ledger.Errorf(ledger.CodeInvalid, "文件的部件损坏：没有内容。请用 Excel/WPS 打开后另存一份再上传。")
	}
	return top.kids[0], nil
}

// child is the first child of a name, nil when there is none.
func (n *node) child(local string) *node {
	for _, k := range n.kids {
		if k.local() == local {
			return k
		}
	}
	return nil
}

// find visits the elements of a name inside n.
func (n *node) find(local string, visit func(*node)) {
	for _, k := range n.kids {
		if k.local() == local {
			visit(k)
		}
		k.find(local, visit)
	}
}

// appended is the edit that puts text at the end of an element's content.
func (n *node) appended(text string) edit {
	if n.end {
		return edit{n.from, n.to, n.open() + text + n.closing()}
	}
	return edit{n.inTo, n.inTo, text}
}

// removed is the edit that takes an element out.
func (n *node) removed() edit { return edit{n.from, n.after, ""} }
