package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Answer is what a person said a column holds. It counts for every table whose
// head has the same words.
type Answer struct {
	Layout string // a Question's Layout
	Head   string // a Question's Head
	Field  string // a Choice's Field
}

// Ignore is the answer for a column that is not to be read.
const Ignore = "ignore"

// The answers for a column that is one area's share or one source of money: its
// head is the area or the source.
const (
	answerArea   = "area-share"
	answerSource = "source-share"
)

// headKeys are the columns' heads as answers know them, in the columns' order:
// without the time they begin with, so that the next period's table has the
// same; #2 is the second with the same words.
func headKeys(columns []column) []string {
	keys := make([]string, len(columns))
	times := make(map[string]int)
	for i := range columns {
		var words []string
		for _, w := range columns[i].words {
			if w = trimPeriod(w); w != "" {
				words = append(words, w)
			}
		}
		key := strings.Join(words, "/")
		if key == "" {
			key = columns[i].name()
		}
		if times[key]++; times[key] > 1 {
			key = fmt.Sprintf("%s#%d", key, times[key])
		}
		keys[i] = key
	}
	return keys
}

// hashHeads tells tables apart by the words of their heads, whatever their
// order. Remarks and columns of a single time (二季度) do not count: a table
// with one more of them is the same table.
func hashHeads(columns []column, keys []string) string {
	var words []string
	for i := range columns {
		if c := &columns[i]; !slices.Contains(c.fields, fieldAside) && !c.goal {
			words = append(words, keys[i])
		}
	}
	slices.Sort(words)
	sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
	return hex.EncodeToString(sum[:8])
}

// identify gives the table and its columns the names that answers know them by,
// and takes the answers that are known; of several for one column the first.
func (t *table) identify(known []Answer) {
	keys := headKeys(t.columns)
	t.headHash = hashHeads(t.columns, keys)
	for i := range t.columns {
		c := &t.columns[i]
		c.key = keys[i]
		at := slices.IndexFunc(known, func(a Answer) bool { return a.Layout == t.headHash && a.Head == c.key })
		if at >= 0 {
			c.answer(known[at].Field)
		}
	}
}

// answer makes the column what a person said it is.
func (c *column) answer(as string) {
	c.answered, c.sure = true, true
	c.goal, c.actual, c.step, c.share, c.area = false, false, 0, "", false
	switch as {
	case Ignore:
		c.fields = []field{fieldAside}
	case answerArea:
		c.fields, c.share, c.area = nil, c.leaf(), true
	case answerSource:
		c.fields, c.share = nil, c.leaf()
	default:
		c.fields = []field{field(as)}
	}
}

// asAnswered is the field that an answered column is taken for.
func (c *column) asAnswered() field {
	switch {
	case c.share != "":
		return fieldShare
	case c.fields[0] == fieldAside:
		return ""
	}
	return c.fields[0]
}
