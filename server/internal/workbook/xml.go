package workbook

import (
	"bytes"
	"strings"
)

// token is what scanner.next found.
type token int

const (
	tokenStart token = iota
	tokenEnd
	tokenText
	tokenEOF
)

// What no part of a workbook needs, but a hostile one may have: elements nested
// this deep, an element with this many attributes.
const (
	maxDepth      = 100
	maxAttributes = 100
)

// stopEvery is after how many steps a reader looks whether its time is up.
const stopEvery = 4096

type attribute struct {
	name, value []byte // the value as it stands, references not replaced
}

// scanner reads one XML document in a single pass and checks while it reads
// that it is well-formed: matching tags, one root, unique attributes, known
// references, permitted characters. A document type is an error, so there are
// no entities but the five of XML itself.
type scanner struct {
	data  []byte
	pos   int
	short error   // what is wrong where data ends too early
	cut   bool    // data was cut before a character that is not permitted
	rest  *window // nil where data is all there is
	stop  func() error
	steps int // tokens read

	open  [][]byte // names of the open elements
	name  []byte   // of the last tag
	attrs []attribute
	text  []byte // the last character data, references replaced
	buf   []byte // behind text
	empty bool   // the last start tag closed itself; its end comes next
	root  bool   // the root element has begun

	gathered []byte // behind content
	runs     []byte // behind richText
}

// newScanner prepares a part as it was unpacked.
func newScanner(part []byte) (*scanner, error) {
	data, err := toUTF8(part)
	if err != nil {
		return nil, err
	}
	s := &scanner{data: data, short: damagef("内容不完整，没有结尾")}
	if n := firstInvalid(data); n < len(data) {
		s.data, s.cut, s.short = data[:n], true, damagef("有不允许的字符或编码错误的字节")
	}
	return s, nil
}

// token reads up to and including the next tag or run of text in data.
func (s *scanner) token() (token, error) {
	if s.steps++; s.steps%stopEvery == 0 && s.stop != nil {
		if err := s.stop(); err != nil {
			return 0, err
		}
	}
	if s.empty {
		s.empty = false
		s.pop()
		return tokenEnd, nil
	}
	for s.pos < len(s.data) {
		rest := s.data[s.pos:]
		if rest[0] != '<' {
			if err := s.chars(rest); err != nil {
				return 0, err
			}
			if len(s.open) > 0 {
				return tokenText, nil
			}
			continue
		}
		switch {
		case len(rest) < 2:
			return 0, s.short
		case rest[1] == '/':
			return tokenEnd, s.endTag()
		case rest[1] == '?':
			if err := s.instruction(rest); err != nil {
				return 0, err
			}
		case rest[1] == '!':
			text, err := s.declaration(rest)
			if err != nil {
				return 0, err
			}
			if text {
				return tokenText, nil
			}
		default:
			return tokenStart, s.startTag()
		}
	}
	if len(s.open) > 0 || !s.root || s.cut {
		return 0, s.short
	}
	return tokenEOF, nil
}

// chars takes the text up to the next tag.
func (s *scanner) chars(rest []byte) error {
	n := bytes.IndexByte(rest, '<')
	if n < 0 {
		if s.rest != nil && !s.rest.done {
			return s.short
		}
		n = len(rest)
	}
	raw := rest[:n]
	s.pos += n
	if len(s.open) == 0 {
		if len(bytes.TrimSpace(raw)) > 0 {
			return damagef("根元素之外有多余的内容")
		}
		return nil
	}
	if bytes.IndexByte(raw, ']') >= 0 && bytes.Contains(raw, []byte("]]>")) {
		return damagef("文本中有不允许的“]]>”")
	}
	var err error
	s.text, err = s.unescape(raw, false)
	return err
}

// instruction passes over <?…?>.
func (s *scanner) instruction(rest []byte) error {
	n := bytes.Index(rest, []byte("?>"))
	if n < 0 {
		return s.short
	}
	if bytes.HasPrefix(rest, []byte("<?xml ")) && (s.pos > 0 || s.root) {
		return damagef("XML 声明不在开头")
	}
	s.pos += n + 2
	return nil
}

// declaration passes over a comment, or takes the text of a CDATA section.
func (s *scanner) declaration(rest []byte) (text bool, err error) {
	const comment, cdata = "<!--", "<![CDATA["
	switch {
	case bytes.HasPrefix(rest, []byte(comment)):
		n := bytes.Index(rest[len(comment):], []byte("--"))
		if n < 0 {
			return false, s.short
		}
		after := rest[len(comment)+n+2:]
		if len(after) == 0 {
			return false, s.short
		}
		if after[0] != '>' {
			return false, damagef("注释中有不允许的“--”")
		}
		s.pos += len(comment) + n + 3
		return false, nil
	case bytes.HasPrefix(rest, []byte(cdata)):
		n := bytes.Index(rest, []byte("]]>"))
		if n < 0 {
			return false, s.short
		}
		if len(s.open) == 0 {
			return false, damagef("根元素之外有多余的内容")
		}
		s.text = rest[len(cdata):n]
		s.pos += n + 3
		return true, nil
	case strings.HasPrefix("<!DOCTYPE", string(rest[:min(len(rest), 9)])):
		if len(rest) < 9 {
			return false, s.short
		}
		return false, damagef("含有文档类型声明（DOCTYPE），出于安全不予读取")
	}
	if len(rest) < len(cdata) {
		return false, s.short
	}
	return false, damagef("有无法识别的标记")
}

func (s *scanner) endTag() error {
	n := bytes.IndexByte(s.data[s.pos:], '>')
	if n < 0 {
		return s.short
	}
	name := s.data[s.pos+2 : s.pos+n]
	if len(name) > 0 && name[len(name)-1] <= ' ' {
		name = bytes.TrimRight(name, " \t\r\n")
	}
	s.pos += n + 1
	if len(s.open) == 0 {
		return damagef("多出结束标记 </%.20s>", name)
	}
	if top := s.open[len(s.open)-1]; !bytes.Equal(top, name) {
		return damagef("标记不配对：<%.20s> 遇到 </%.20s>", top, name)
	}
	s.pop()
	return nil
}

// pop closes the innermost element and leaves its name in s.name.
func (s *scanner) pop() {
	s.name = s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
}

func (s *scanner) startTag() error {
	if len(s.open) == 0 {
		if s.root {
			return damagef("有不止一个根元素")
		}
		s.root = true
	}
	if len(s.open) >= maxDepth {
		return damagef("标记嵌套过深")
	}
	s.pos++
	name, err := s.readName()
	if err != nil {
		return err
	}
	s.name, s.attrs = name, s.attrs[:0]
	s.open = append(s.open, name)
	for {
		spaced := s.space()
		if s.pos >= len(s.data) {
			return s.short
		}
		switch s.data[s.pos] {
		case '>':
			s.pos++
			return nil
		case '/':
			if s.pos+1 >= len(s.data) {
				return s.short
			}
			if s.data[s.pos+1] != '>' {
				return damagef("标记 <%.20s> 不完整", name)
			}
			s.pos += 2
			s.empty = true
			return nil
		}
		if !spaced {
			return damagef("标记 <%.20s> 的属性之间没有空格", name)
		}
		if err := s.attribute(); err != nil {
			return err
		}
	}
}

func (s *scanner) attribute() error {
	name, err := s.readName()
	if err != nil {
		return err
	}
	s.space()
	if s.pos >= len(s.data) {
		return s.short
	}
	if s.data[s.pos] != '=' {
		return damagef("属性 %.20s 没有值", name)
	}
	s.pos++
	s.space()
	if s.pos >= len(s.data) {
		return s.short
	}
	quote := s.data[s.pos]
	if quote != '"' && quote != '\'' {
		return damagef("属性 %.20s 的值没有引号", name)
	}
	n := bytes.IndexByte(s.data[s.pos+1:], quote)
	if n < 0 {
		return s.short
	}
	value := s.data[s.pos+1 : s.pos+1+n]
	s.pos += n + 2
	if bytes.IndexByte(value, '<') >= 0 {
		return damagef("属性 %.20s 的值中有“<”", name)
	}
	if bytes.IndexByte(value, '&') >= 0 {
		if _, err := s.unescape(value, true); err != nil {
			return err
		}
	}
	if len(s.attrs) == maxAttributes {
		return damagef("标记的属性过多")
	}
	for _, a := range s.attrs {
		if bytes.Equal(a.name, name) {
			return damagef("属性 %.20s 重复", name)
		}
	}
	s.attrs = append(s.attrs, attribute{name, value})
	return nil
}

// space passes over white space and reports whether there was any.
func (s *scanner) space() bool {
	from := s.pos
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
			continue
		}
		break
	}
	return s.pos > from
}

// readName takes a name; characters beyond ASCII are all let through.
func (s *scanner) readName() ([]byte, error) {
	from := s.pos
	for s.pos < len(s.data) && nameByte(s.data[s.pos], s.pos == from) {
		s.pos++
	}
	switch {
	case s.pos >= len(s.data):
		return nil, s.short
	case s.pos == from:
		return nil, damagef("有不合规则的标记")
	}
	return s.data[from:s.pos], nil
}

func nameByte(c byte, first bool) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_', c == ':', c >= 0x80:
		return true
	case '0' <= c && c <= '9', c == '-', c == '.':
		return !first
	}
	return false
}
