package workbook

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// localName is a name without its prefix. The formats' elements are known by
// their local names and places alone, because the strict and the transitional
// form of OOXML differ in their namespaces only.
func localName(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// enter reads up to the root element and checks its name.
func (s *scanner) enter(root string) error {
	t, err := s.next()
	if err != nil {
		return err
	}
	if t != tokenStart || string(localName(s.name)) != root {
		return damagef("内容不是 <%s>", root)
	}
	return nil
}

// finish reads from the root's end to the end of the document.
func (s *scanner) finish() error {
	t, err := s.next()
	if err == nil && t != tokenEOF {
		err = damagef("根元素之外有多余的内容")
	}
	return err
}

// children visits the elements inside the one just begun, up to its end. The
// visitor may read into a child or leave it; what it leaves is passed over,
// and checked as everything is.
func (s *scanner) children(visit func(name []byte) error) error {
	depth := len(s.open)
	for {
		t, err := s.next()
		switch {
		case err != nil:
			return err
		case t == tokenEnd && len(s.open) < depth:
			return nil
		case t != tokenStart:
			continue
		}
		if len(s.open) == depth+1 {
			if err := visit(localName(s.name)); err != nil {
				return err
			}
		}
	}
}

// content is the text inside the element just begun, up to its end. It is
// valid until the next call on s.
func (s *scanner) content() ([]byte, error) {
	depth := len(s.open)
	s.gathered = s.gathered[:0]
	for {
		t, err := s.next()
		switch {
		case err != nil:
			return nil, err
		case t == tokenEnd && len(s.open) < depth:
			return s.gathered, nil
		case t == tokenText && len(s.open) == depth:
			if s.gathered = append(s.gathered, s.text...); len(s.gathered) > maxToken {
				return nil, damagef("有过长的文字或标记")
			}
		}
	}
}

// attr is the value of an attribute without a prefix.
func (s *scanner) attr(name string) (string, bool) {
	for _, a := range s.attrs {
		if string(a.name) == name {
			return s.value(a), true
		}
	}
	return "", false
}

// prefixed is the value of an attribute with some prefix, such as r:id.
func (s *scanner) prefixed(local string) string {
	for _, a := range s.attrs {
		if len(a.name) > len(local) && string(localName(a.name)) == local {
			return s.value(a)
		}
	}
	return ""
}

// flag is an attribute of type xsd:boolean; absent is false.
func (s *scanner) flag(name string) bool {
	v, _ := s.attr(name)
	return v == "1" || v == "true" || v == "on"
}

// number is an attribute that must be a whole number from lo to hi.
func (s *scanner) number(name string, lo, hi int) (int, error) {
	v, _ := s.attr(name)
	n, err := strconv.Atoi(v)
	if err != nil || n < lo || n > hi {
		return 0, damagef("属性 %s 的值 %.20q 不合规则", name, v)
	}
	return n, nil
}

func (s *scanner) value(a attribute) string {
	v, err := s.unescape(a.value, true)
	if err != nil { // was read once when the tag was
		return ""
	}
	return string(v)
}

// unescape replaces references and, as XML 1.0 (2.11, 3.3.3) wants, makes
// every line end \n, in attributes a space. The result is raw itself when
// there is nothing to replace, else valid until the next call.
func (s *scanner) unescape(raw []byte, attribute bool) ([]byte, error) {
	if !needsReplacing(raw, attribute) {
		return raw, nil
	}
	out := s.buf[:0]
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch c {
		case '&':
			r, n, err := reference(raw[i:])
			if err != nil {
				return nil, err
			}
			out = utf8.AppendRune(out, r)
			i += n - 1
			continue
		case '\r':
			if i+1 < len(raw) && raw[i+1] == '\n' {
				continue
			}
			c = '\n'
		}
		if attribute && (c == '\n' || c == '\t') {
			c = ' '
		}
		out = append(out, c)
	}
	s.buf = out
	return out, nil
}

func needsReplacing(raw []byte, attribute bool) bool {
	if bytes.IndexByte(raw, '&') >= 0 || bytes.IndexByte(raw, '\r') >= 0 {
		return true
	}
	return attribute && bytes.ContainsAny(raw, "\n\t")
}

// reference reads the entity or character reference that raw begins with and
// how long it is.
func reference(raw []byte) (rune, int, error) {
	n := bytes.IndexByte(raw[:min(len(raw), 16)], ';')
	if n < 2 {
		return 0, 0, damagef("有不完整的“&”引用")
	}
	name := string(raw[1:n])
	switch name {
	case "lt":
		return '<', n + 1, nil
	case "gt":
		return '>', n + 1, nil
	case "amp":
		return '&', n + 1, nil
	case "quot":
		return '"', n + 1, nil
	case "apos":
		return '\'', n + 1, nil
	}
	if name[0] != '#' {
		return 0, 0, damagef("有未定义的实体“&%s;”", name)
	}
	digits, base := name[1:], 10
	if len(digits) > 0 && digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(digits, base, 21)
	r := rune(v)
	if err != nil || !utf8.ValidRune(r) || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
		return 0, 0, damagef("有不允许的字符引用“&%s;”", name)
	}
	return r, n + 1, nil
}
