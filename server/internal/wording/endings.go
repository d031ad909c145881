package wording

import "strings"

// endings are words that texts end with, the longer before the shorter where
// one ends with the other. They are tried one by one: a regular expression would
// look for them all along the text.
type endings []string

func endingsOf(words string) endings { return strings.Fields(words) }

// of is the word that s ends with, "" for none.
func (e endings) of(s string) string {
	for _, w := range e {
		if strings.HasSuffix(s, w) {
			return w
		}
	}
	return ""
}

// match reports whether s ends with one of the words.
func (e endings) match(s string) bool { return e.of(s) != "" }
