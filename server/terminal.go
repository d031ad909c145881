package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"
)

// outf and errf print for people on standard output and standard error. What
// stands in for the verbs comes from outside (names of files and units, words of
// mail servers, a backup's manifest), so it is made visible.
func outf(format string, args ...any) { printTo(os.Stdout, format, args...) }
func errf(format string, args ...any) { printTo(os.Stderr, format, args...) }

func printTo(w io.Writer, format string, args ...any) {
	shown := make([]any, len(args))
	for i, arg := range args {
		switch arg.(type) {
		case int, int64:
			shown[i] = arg
		default:
			shown[i] = visible(fmt.Sprint(arg))
		}
	}
	_, _ = fmt.Fprintf(w, format, shown...) // there is nowhere else to tell it
}

// visible is a text that says nothing to a terminal but what is read: control
// characters, and those that turn the order of letters, stand as escapes. A line
// break stays where the next line is indented, as in a list of several faults;
// any other could begin a line that the program never wrote.
func visible(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == '\n' && strings.HasPrefix(text[i:], "\n  "):
			b.WriteRune(r)
		case unicode.IsControl(r), unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp):
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
