package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// step is one thing that an officer does, whose last act may be cut short.
type step struct {
	name string
	// before is what goes before it and is never cut short; may be nil.
	before func(s *system)
	// request is its last act, where that is at a page.
	request func(b *browser) *http.Request
	// args are its last act, where that is a command.
	args func(s *system) []string
	// after checks what it left, done or not; may be nil.
	after func(s *system, done bool)
}

// wholeWay are the steps that take a programme of the samples from its tables to
// its bulletins, through everything that changes the ledger.
func wholeWay(t *testing.T, key string) []step {
	t.Helper()
	settings, _ := samplesheets.Settings(key)
	books := samplesheets.Workbooks(key)
	var root string
	steps := []step{{
		name:   "establish",
		before: func(s *system) { root, _ = readySetup(s.t, s.officer, books[0], settings) },
		request: func(b *browser) *http.Request {
			page := b.get(root)
			return b.form(page, root+"/establish", formOn(b.t, page, root+"/establish"))
		},
	}}
	for _, book := range books[1:] {
		if book.Period.IsZero() {
			steps = append(steps, step{name: "import " + book.Name, args: func(s *system) []string {
				path := filepath.Join(s.t.TempDir(), book.Name)
				if err := os.WriteFile(path, book.Data, 0o600); err != nil {
					s.t.Fatal(err)
				}
				return []string{"import", path, "--programme", key, "--data", s.data}
			}})
			continue
		}
		steps = append(steps, reporting(key, book)...)
		steps = append(steps, backingUp())
	}
	return steps
}

// backingUp is a backup, which is whole where it is there at all.
func backingUp() step {
	var path string
	return step{
		name: "backup",
		args: func(s *system) []string {
			path = filepath.Join(s.t.TempDir(), "backup.zip")
			return []string{"backup", path, "--data", s.data}
		},
		after: func(s *system, done bool) {
			if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && !done {
				return
			}
			other := s.another()
			other.do("restore", path)
			other.do("verify")
		},
	}
}

// reporting are the steps from a progress table to its period's bulletin.
func reporting(key string, book samplesheets.Workbook) []step {
	period := book.Period.String()
	named := func(what string) string { return what + " " + key + " " + period }
	accept := func(b *browser) *http.Request {
		page := b.get("/upload")
		_, ids := listed(page)
		return b.form(page, "/inbox/accept", url.Values{"id": {ids[book.Name]}})
	}
	home := "/p/" + key
	bulletin := func(b *browser) string {
		// The newest bulletin of the list.
		return regexp.MustCompile(`/bulletins/\d+`).FindString(b.get(home + "/bulletins"))
	}
	return []step{
		{name: named("drop"), request: func(b *browser) *http.Request {
			return b.file(b.get("/upload"), "/inbox", book.Name, book.Data, map[string]string{"programme": key, "period": period})
		}},
		{name: named("accept"), request: accept},
		{name: named("undo"), request: func(b *browser) *http.Request {
			newest := regexp.MustCompile(home + `/submissions/\d+`).FindString(b.get(home + "/submissions"))
			return b.form(b.get(newest), newest+"/undo", url.Values{"reason": {"传错了"}})
		}},
		{name: named("accept again"), request: accept},
		{name: named("correct"), request: func(b *browser) *http.Request {
			edit := regexp.MustCompile(`href="(` + home + `/projects/[^"?/]*\d[^"?/]*)`).FindStringSubmatch(b.get(home + "/projects"))[1] + "/edit"
			page := b.get(edit)
			form := formOn(b.t, page, edit)
			form.Set("category", "更正于"+period)
			form.Set("reason", "类别录错")
			page = b.post(page, edit, form)
			return b.form(page, edit, formOn(b.t, page, edit))
		}},
		{name: named("draft"), request: func(b *browser) *http.Request {
			return b.form(b.get(home+"/bulletins"), home+"/bulletins", url.Values{"period": {period}, "edition": {"internal"}})
		}},
		issuing(named, bulletin, book.Period),
		{name: named("check at the upload page"), request: func(b *browser) *http.Request {
			data := []byte(fmt.Sprintf("进展情况表\n序号,项目名称,累计完成\n1,%s %s,5\n", key, period))
			return b.file(b.get("/upload"), "/inbox", "杂表.csv", data, map[string]string{})
		}},
		{name: named("discard"), request: func(b *browser) *http.Request {
			page := b.get("/upload")
			_, ids := listed(page)
			address := "/inbox/" + ids["杂表.csv"]
			return b.form(b.get(address), address+"/discard", url.Values{"reason": {"无关"}})
		}},
	}
}

// issuing is the issue of a bulletin, with its mails where its period is an odd one.
func issuing(named func(string) string, bulletin func(*browser) string, p ledger.Period) step {
	form := url.Values{"date": {p.End().String()}, "confirm": {"yes"}}
	name := named("issue")
	var after func(*system, bool)
	if p.N%2 == 1 {
		name, after = named("issue and send"), mailsWithIssues
		form.Set("send", "yes")
	}
	return step{name: name, after: after, request: func(b *browser) *http.Request {
		address := bulletin(b) + "/issue"
		return b.form(b.get(address), address, form)
	}}
}

// mailsWithIssues checks that the newest bulletin has a mail for each of its
// recipients if it is issued, and none if it is not.
func mailsWithIssues(s *system, _ bool) {
	s.t.Helper()
	ctx := s.t.Context()
	ledger := s.open()
	defer s.close(ledger)
	list, err := ledger.Bulletins(ctx, "")
	if err != nil || len(list) == 0 {
		s.t.Fatalf("%d bulletins, %v", len(list), err)
	}
	p, err := ledger.Programme(ctx, list[0].Programme)
	if err != nil {
		s.t.Fatal(err)
	}
	mails, err := ledger.Deliveries(ctx, app.OutboxFilter{Bulletin: list[0].ID})
	if err != nil {
		s.t.Fatal(err)
	}
	want := 0
	if list[0].State == app.Issued {
		want = len(app.PlanMail(p).Recipients)
	}
	if len(mails) != want || len(app.PlanMail(p).Recipients) == 0 {
		s.t.Fatalf("the bulletin is %s and has %d mails, want %d", list[0].State, len(mails), want)
	}
}

// outcome is how a step ended: acknowledged, refused with what was said, or
// neither where it was cut short.
type outcome struct {
	acknowledged bool
	refused      string
}

// take does a step. cut is called right before its last act, with what kills the
// process that does it.
func (p step) take(s *system, cut func(kill func())) outcome {
	s.t.Helper()
	if p.args != nil {
		cmd := command(s.t.Context(), p.args(s)...)
		cmd.Env = append(cmd.Env, s.env()...)
		var said strings.Builder
		cmd.Stdout, cmd.Stderr = &said, &said
		if err := cmd.Start(); err != nil {
			s.t.Fatal(err)
		}
		cut(func() { _ = cmd.Process.Kill() }) // it may have ended
		err := cmd.Wait()
		if cmd.ProcessState.ExitCode() > 0 {
			return outcome{refused: said.String()}
		}
		return outcome{acknowledged: err == nil}
	}
	request := p.request(s.officer)
	client := *s.officer.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	cut(s.kill)
	answer, err := client.Do(request)
	if err != nil {
		return outcome{}
	}
	said, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if answer.StatusCode < 400 {
		return outcome{acknowledged: true} // by its head
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return outcome{refused: answer.Status + " " + string(said)}
}
