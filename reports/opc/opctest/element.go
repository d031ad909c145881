package opctest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
)

// element is an XML element as far as the rules look at it.
type element struct {
	name  string
	attrs []xml.Attr
	kids  []*element
	text  string
}

// parse reads a part; the error is the decoder's.
func parse(data []byte) (*element, error) {
	root := &element{}
	path := []*element{root}
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if len(root.kids) == 0 {
				return nil, errors.New("no element")
			}
			return root.kids[0], nil
		}
		if err != nil {
			return nil, err
		}
		last := path[len(path)-1]
		switch e := token.(type) {
		case xml.StartElement:
			n := &element{name: e.Name.Local, attrs: e.Copy().Attr}
			last.kids = append(last.kids, n)
			path = append(path, n)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			last.text += string(e)
		}
	}
}

func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relation is the attribute id of the namespace of relationships.
func (e *element) relation() string {
	for _, a := range e.attrs {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// number is an attribute's value, −1 where there is none.
func (e *element) number(name string) int {
	n, err := strconv.Atoi(e.attr(name))
	if err != nil {
		return -1
	}
	return n
}

// all are the elements of a name within e, at any depth.
func (e *element) all(name string) []*element {
	if e == nil {
		return nil
	}
	var out []*element
	for _, k := range e.kids {
		if k.name == name {
			out = append(out, k)
		}
		out = append(out, k.all(name)...)
	}
	return out
}

// child is the first child of a name, nil when there is none.
func (e *element) child(name string) *element {
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// walk calls f with e and with every element within it.
func (e *element) walk(f func(*element)) {
	f(e)
	for _, k := range e.kids {
		k.walk(f)
	}
}
