package marked

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"tongbao/server/internal/grid"
)

// record is what a list of findings keeps, in hidden cells, about what stood
// under the marks.
type record struct {
	// fills are the fills before, by the shade of the mark.
	fills []before
	// The rest holds for the style sheet with this hash only: how many items
	// each of its lists had, and the cell format that each added one replaced.
	sum     string
	counts  map[string]int
	formats map[int]int
}

// before is what stood where a mark is.
type before struct {
	fill string // the element, without prefix
	// absent: there was no cell at all.
	absent bool
}

// shade is the shade that stands for b, a new one if need be; false when there
// are no more.
func (r *record) shade(b before) (int, bool) {
	for i, f := range r.fills {
		if f == b {
			return i, true
		}
	}
	if len(r.fills) == shades {
		return 0, false
	}
	r.fills = append(r.fills, b)
	return len(r.fills) - 1, true
}

// of is what a mark of a shade stands on: nothing where the record is lost.
func (r *record) of(shade int) before {
	if shade < len(r.fills) {
		return r.fills[shade]
	}
	return before{fill: noFill}
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// perCell is how many bytes of the record one cell holds; Excel allows 32,767
// characters.
const perCell = 30000

// The record as text: fields joined by |, each with its kind before a colon.
func (r *record) cells() []string {
	fields := []string{"styles:" + r.sum}
	for _, s := range sections {
		fields = append(fields, "count:"+s.name+"="+itoa(r.counts[s.name]))
	}
	for _, b := range r.fills {
		kind := "fill:"
		if b.absent {
			kind = "blank:"
		}
		fields = append(fields, kind+b.fill)
	}
	for _, to := range sortedKeys(r.formats) {
		fields = append(fields, "format:"+itoa(to)+"="+itoa(r.formats[to]))
	}
	var out []string
	text := ""
	for _, f := range fields {
		if len(text)+len(f) > perCell && text != "" {
			out, text = append(out, text), ""
		}
		text += f + "|"
	}
	return append(out, text)
}

// recordColumn is the first column of the list that holds the record.
const recordColumn = 8

// readRecord reads what the list of findings on s keeps. What is not as it was
// written is left out: a clerk's program, or a stranger, may have changed it.
func readRecord(s *grid.Sheet) record {
	r := record{counts: make(map[string]int), formats: make(map[int]int)}
	text := ""
	for col := recordColumn; ; col++ {
		c := s.At(grid.Address{Col: col, Row: 1})
		if c.Kind == grid.Blank {
			break
		}
		text += c.Text
	}
	for _, field := range strings.Split(text, "|") {
		kind, value, _ := strings.Cut(field, ":")
		key, number, _ := strings.Cut(value, "=")
		switch kind {
		case "styles":
			r.sum = value
		case "count":
			if n, err := strconv.Atoi(number); err == nil {
				r.counts[key] = n
			}
		case "fill", "blank":
			if len(r.fills) < shades {
				r.fills = append(r.fills, before{validFill(value), kind == "blank"})
			}
		case "format":
			to, err1 := strconv.Atoi(key)
			from, err2 := strconv.Atoi(number)
			if err1 == nil && err2 == nil {
				r.formats[to] = from
			}
		}
	}
	return r
}

// validFill is a fill as it was recorded, or none when it is not one.
func validFill(text string) string {
	n, err := parse([]byte(text))
	if err != nil || string(n.name) != "fill" || n.after != len(text) || n.from != 0 || strings.ContainsAny(text, "&") {
		return noFill
	}
	valid := true
	for _, k := range n.kids {
		valid = valid && (k.local() == "patternFill" || k.local() == "gradientFill")
	}
	if !valid {
		return noFill
	}
	return text
}
