package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
)

// windowSize is how much of a long part is held at once; it grows for a text
// or tag that is longer, up to maxToken.
const (
	windowSize = 256 << 10
	maxToken   = 1 << 20
)

// window is the rest of a part that a scanner reads piece by piece.
type window struct {
	r      io.ReadCloser
	left   int64 // bytes that the part may still have
	buf    []byte
	held   []byte // of the last piece: the beginning of a character
	done   bool   // nothing comes any more
	broken error  // why, unless the part has come to its end
}

// stream is a scanner over a part that is not held in memory as a whole, and
// was not checked before: at its end scanner.damaged says whether its length
// and checksum are right. Only parts in UTF-8 can be streamed; others are read
// at once.
func (a *archive) stream(name string) (*scanner, error) {
	f := a.parts[partKey(name)]
	if f == nil {
		return nil, damagef("文件中缺少这个部件")
	}
	size, err := a.admit(f)
	if err != nil {
		return nil, err
	}
	r, err := f.Open()
	if err != nil {
		return nil, damagef("压缩数据读不出来")
	}
	buffered := bufio.NewReader(r)
	head, _ := buffered.Peek(256) // what is wrong with it is found on reading
	if !isUTF8(head) {
		_ = r.Close()
		return a.whole(f)
	}
	a.unpack -= size
	s := streamed(struct {
		io.Reader
		io.Closer
	}{buffered, r}, size, windowSize)
	s.stop = a.stop
	s.data = bytes.TrimPrefix(s.data, []byte("\xef\xbb\xbf"))
	return s, nil
}

// walk has read go through a part to its end. Where the part's length or
// checksum is wrong, that is what is told, whatever read made of its text.
func (a *archive) walk(name string, read func(*scanner) error) error {
	s, err := a.stream(name)
	if err != nil {
		return err
	}
	defer s.close()
	err = read(s)
	if broken := s.damaged(); broken != nil {
		return broken
	}
	return err
}

// whole is a scanner over a part that is read at once; damage does not keep it
// from being scanned as far as it came.
func (a *archive) whole(f *zip.File) (*scanner, error) {
	data, broken := a.extract(f)
	s, err := a.scanner(data)
	if err != nil {
		return nil, err
	}
	s.rest = &window{done: true, broken: broken}
	return s, nil
}

// isUTF8 reports whether a document that begins with head is in UTF-8, or
// says nothing else.
func isUTF8(head []byte) bool {
	if isUTF16(head) {
		return false
	}
	switch strings.ToLower(string(declaredEncoding(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))) {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		return true
	}
	return false
}

// streamed is a scanner over what r yields, which must be size bytes.
func streamed(r io.ReadCloser, size int64, piece int) *scanner {
	s := &scanner{
		short: damagef("内容不完整，没有结尾"),
		rest:  &window{r: r, left: size, buf: make([]byte, 0, piece)},
	}
	s.refill()
	return s
}

// refill reads the next piece behind what was not scanned yet; false when
// there is none. What tokens refer to is overwritten.
func (s *scanner) refill() bool {
	w := s.rest
	if w == nil || w.done {
		return false
	}
	for i, name := range s.open {
		s.open[i] = bytes.Clone(name)
	}
	unread := len(s.data) - s.pos
	if unread > maxToken {
		s.short, w.done = damagef("有过长的文字或标记"), true
		return true
	}
	buf := w.buf[:cap(w.buf)]
	if unread+len(w.held) > len(buf)/2 {
		buf = slices.Grow(w.buf[:0:0], 2*(unread+len(w.held)))
		buf = buf[:cap(buf)]
	}
	copy(buf, s.data[s.pos:])
	n := unread + copy(buf[unread:], w.held)
	n += w.read(buf[n:])
	w.buf, s.pos = buf[:0], 0
	s.data = buf[:n]
	w.held = nil
	if !w.done {
		whole := len(trimRune(s.data))
		w.held = bytes.Clone(s.data[whole:])
		s.data = s.data[:whole]
	}
	if w.broken != nil {
		s.short = w.broken
	}
	if n := firstInvalid(s.data[unread:]); unread+n < len(s.data) {
		s.data, s.cut, s.short, w.done = s.data[:unread+n], true, damagef("有不允许的字符或编码错误的字节"), true
	}
	return true
}

// read fills buf as far as the part goes.
func (w *window) read(buf []byte) int {
	n := 0
	for n < len(buf) && !w.done {
		m, err := w.r.Read(buf[n:])
		n += m
		w.left -= int64(m)
		switch {
		case w.left < 0:
			w.done, w.broken = true, damagef("压缩数据损坏或不完整")
		case errors.Is(err, io.EOF):
			w.done = true
			if w.left > 0 {
				w.broken = damagef("压缩数据损坏或不完整")
			}
		case errors.Is(err, zip.ErrChecksum):
			w.done, w.broken = true, damagef("内容与校验码（CRC）不符")
		case err != nil:
			w.done, w.broken = true, damagef("压缩数据损坏或不完整")
		}
	}
	return n
}

func (s *scanner) close() {
	if s.rest != nil && s.rest.r != nil {
		_ = s.rest.r.Close() // what it read is checked at its end
	}
}

// damaged is what was found wrong with the part as a whole once it was read to
// its end.
func (s *scanner) damaged() error {
	if s.rest == nil {
		return nil
	}
	return s.rest.broken
}

// next reads up to and including the next tag or run of text. Names,
// attributes and text are valid until the next call.
func (s *scanner) next() (token, error) {
	for {
		pos, depth, root := s.pos, len(s.open), s.root
		t, err := s.token()
		// What ends with the window is read again with more.
		if cut := t == tokenEOF || err != nil && err == s.short; !cut || s.rest == nil || s.rest.done { //nolint:errorlint // this very error
			return t, err
		}
		s.pos, s.open, s.root = pos, s.open[:depth], root
		s.refill()
	}
}
