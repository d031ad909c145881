package store

import (
	"strings"
	"testing"

	"tongbao/server/internal/app"
)

// What the log tells of stays named when no row refers to it any more; what it
// tells of as removed does not.
func TestNamedFiles(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := d.open(t)
		hash := func(letter string) string { return strings.Repeat(letter, 64) }
		must[app.Submission](t)(s.Accept(t.Context(), plan(programme(1), hash("a"))))
		for action, detail := range map[string]string{"slip": "签发件：" + hash("b") + " → 文件“x” SHA-256 " + hash("c"), app.ActionTidy: "SHA-256 " + hash("d")} {
			if err := s.Note(t.Context(), app.AuditEntry{Actor: app.CommandLine, Action: action, Subject: "x", Detail: detail}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.writer.Exec("UPDATE submissions SET kept = 0").Error; err != nil {
			t.Fatal(err)
		}
		named := must[map[string]bool](t)(s.Named(t.Context()))
		for letter, want := range map[string]bool{"a": true, "b": true, "c": true, "d": false} {
			if named[hash(letter)] != want {
				t.Errorf("%s…: named %v", letter, named[hash(letter)])
			}
		}
	})
}
