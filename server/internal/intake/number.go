package intake

import (
	"regexp"
	"strconv"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
)

// number is what tells a row's project from the others.
type number struct {
	no, sub string
	at      grid.Address // of the cell, or the anchor of its merge
	ref     string       // the cell or merged range
	rows    int          // how many rows the cell covers
	own     bool         // it stands in this very row
	below   bool         // its sub-number stands in the row's text or in a column of its own
	text    string
}

var (
	plainNumber = regexp.MustCompile(`^0*(\d{1,4})(?:\.0+)?$`)
	subPair     = regexp.MustCompile(`^0*(\d{1,4})\s*[-.．—]\s*(\d{1,2})$`)
	bracketed   = regexp.MustCompile(`^[(（]\s*(\d{1,3}|[零〇一二三四五六七八九十百]+)\s*[)）]$`)
)

// readNumber reads a row's cells for number and sub-number. bracketsCount: the
// table counts its projects as （一）（二）, so that they are no sub-numbers.
func (t *table) readNumber(row int, bracketsCount bool) number {
	n := number{at: grid.Address{Row: row}}
	if col := t.col(fieldNo); col > 0 {
		n.at = grid.Address{Col: col, Row: row}
		n.ref, n.own, n.rows = n.at.String(), true, 1
		if m, ok := t.Merge(n.at); ok {
			n.ref, n.own, n.rows, n.at = m.String(), m.From.Row == row, m.To.Row-m.From.Row+1, m.From
		}
		n.text = t.text(row, col)
		n.no, n.sub = splitNumber(n.text, bracketsCount)
	}
	if col := t.col(fieldSub); col > 0 {
		if text := t.text(row, col); text != "" {
			no, sub := splitNumber(text, false)
			n.below = strings.TrimSpace(t.own(row, col).Text) != ""
			switch {
			case sub != "":
				n.sub = sub
				if n.no == "" {
					n.no = no
				}
			case no != "":
				if k, err := strconv.Atoi(no); err == nil {
					n.sub = circled(k)
				}
			}
		}
	}
	return n
}

// splitNumber reads a number cell: 1, 1., 一, 第一件, （一）, ①, 1①, 1.1.
func splitNumber(text string, bracketsCount bool) (no, sub string) {
	s := strings.TrimSpace(wording.Simplify(wording.Fold(text)))
	if s == "" {
		return "", ""
	}
	if m := plainNumber.FindStringSubmatch(s); m != nil {
		return m[1], ""
	}
	if m := subPair.FindStringSubmatch(s); m != nil {
		k, _ := strconv.Atoi(m[2])
		return m[1], circled(k)
	}
	if m := bracketed.FindStringSubmatch(s); m != nil {
		if n, ok := wording.ParseNumber(m[1]); ok {
			if bracketsCount {
				return n.String(), ""
			}
			return "", circled(int(n.IntPart()))
		}
	}
	if chineseNumber(s) || strings.HasPrefix(s, "第") {
		if n, ok := wording.ParseNumber(strings.Trim(s, "第件项类、.．() ")); ok && n.IsInteger() {
			return n.String(), ""
		}
	}
	no, sub, rest := wording.SplitNo(s)
	if rest != "" && no == "" && sub == "" {
		return "", ""
	}
	return no, sub
}

// circled is ① for 1, up to ⑳ and on to ㊿.
func circled(n int) string {
	switch {
	case n >= 1 && n <= 20:
		return string(rune('①' + n - 1))
	case n >= 21 && n <= 35:
		return string(rune('㉑' + n - 21))
	case n >= 36 && n <= 50:
		return string(rune('㊱' + n - 36))
	}
	return ""
}
