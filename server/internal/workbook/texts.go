package workbook

import (
	"bytes"
	"hash/maphash"
	"strings"
)

// texts keeps the texts of cells, many in one allocation and short ones that
// come again (units, kinds, people) once. The zero value is empty.
type texts struct {
	block *strings.Builder // grows within its capacity only, so what was taken from it stays
	seed  maphash.Seed
	seen  []string // by hash; a later text takes an earlier one's place
	kept  int64    // bytes that were allocated
}

const (
	blockText = 64 << 10
	seenTexts = 1 << 12
	seenBytes = 48
)

// text is a cell's text as cellText has it.
func (t *texts) text(raw []byte) string {
	if bytes.Contains(raw, []byte("_x")) || bytes.IndexByte(raw, '\r') >= 0 {
		return t.own(cellText(string(raw)))
	}
	return t.plain(raw)
}

// own takes account of a text that was allocated elsewhere.
func (t *texts) own(text string) string {
	t.kept += int64(max(textSize, len(text)))
	return text
}

// plain is a text as it stands.
func (t *texts) plain(raw []byte) string {
	if len(raw) > seenBytes {
		return t.keep(raw)
	}
	if t.seen == nil {
		t.seed, t.seen = maphash.MakeSeed(), make([]string, seenTexts)
	}
	place := &t.seen[maphash.Bytes(t.seed, raw)%seenTexts]
	if *place != string(raw) {
		*place = t.keep(raw)
	}
	return *place
}

func (t *texts) keep(raw []byte) string {
	if len(raw) > blockText/4 {
		return t.own(string(raw))
	}
	if t.block == nil || t.block.Cap()-t.block.Len() < len(raw) {
		t.block = new(strings.Builder)
		t.block.Grow(blockText)
		t.kept += blockText
	}
	from := t.block.Len()
	t.block.Write(raw)
	return t.block.String()[from:]
}
