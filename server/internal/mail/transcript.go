package mail

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wneessen/go-mail/log"
	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/server/internal/app"
)

// transcript keeps what the server says while one message is tried, and how far
// the dialogue is. As the SMTP library's logger it hears what the library says
// and is told; passwords are not among it.
type transcript struct {
	clock   func() time.Time
	phase   app.Phase
	answers []app.Answer
}

// note keeps an answer in the present phase.
func (t *transcript) note(code int, text string) {
	t.answers = append(t.answers, app.Answer{At: t.clock(), Phase: t.phase, Code: code, Text: told(text)})
}

// remark keeps what the server did not say itself.
func (t *transcript) remark(text string) {
	t.answers = append(t.answers, app.Answer{At: t.clock(), Phase: t.phase, Text: text, Actor: app.Scheduler})
}

// last is the last answer as the server gave it.
func (t *transcript) last() string {
	if len(t.answers) == 0 {
		return ""
	}
	a := t.answers[len(t.answers)-1]
	if a.Code == 0 {
		return a.Text
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.Code, a.Text))
}

// Debugf hears one line of the library's dialogue.
func (t *transcript) Debugf(l log.Log) {
	if l.Direction == log.DirClientToServer {
		if t.phase != app.Handshake {
			t.phase = phaseOf(l.Format)
		}
		return
	}
	if len(l.Messages) != 2 {
		return
	}
	if t.phase == app.Handshake { // it was made for the command after STARTTLS
		t.phase = app.Hello
	}
	code, _ := l.Messages[0].(int)
	text, _ := l.Messages[1].(string)
	t.note(code, text)
	if t.phase == app.StartingTLS && code == 220 {
		t.phase = app.Handshake
	}
}

// Infof, Warnf and Errorf hear nothing of the dialogue.
func (t *transcript) Infof(log.Log)  {}
func (t *transcript) Warnf(log.Log)  {}
func (t *transcript) Errorf(log.Log) {}

// phaseOf is the phase that a command of the library begins. Those that show a
// password are logged as one placeholder.
func phaseOf(command string) app.Phase {
	switch word, _, _ := strings.Cut(command, " "); word {
	case "EHLO", "HELO":
		return app.Hello
	case "STARTTLS":
		return app.StartingTLS
	case "RSET", "QUIT", "NOOP":
		return app.Phase(word)
	}
	return app.Login
}

// mostTold is how many characters are kept of one thing that a server said.
const mostTold = 1000

// told is what a server said as people read it: in one line, without control
// characters, not endless. Servers that are no newer than they must be speak
// GBK.
func told(text string) string {
	if !utf8.ValidString(text) {
		if s, err := simplifiedchinese.GB18030.NewDecoder().String(text); err == nil {
			text = s
		}
	}
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if runes := []rune(text); len(runes) > mostTold {
		text = string(runes[:mostTold]) + "…"
	}
	return text
}
