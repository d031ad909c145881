package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

// crowd are readers that wait for one page while other pages have every turn.
type crowd struct {
	t       *testing.T
	parties *parties
	handle  echo.HandlerFunc
	release chan struct{} // lets the other pages end
	all     sync.WaitGroup
}

// newCrowd has page made by the handler when its turn comes.
func newCrowd(t *testing.T, page echo.HandlerFunc) *crowd {
	c := &crowd{t: t, parties: newParties(), release: make(chan struct{})}
	begun := make(chan struct{})
	c.handle = inTurn(c.parties)(func(e echo.Context) error {
		if strings.HasPrefix(e.Request().URL.Path, "/other") {
			begun <- struct{}{}
			<-c.release
			return nil
		}
		return page(e)
	})
	for n := range pagesAtOnce * runtime.GOMAXPROCS(0) {
		c.all.Go(func() { _, _ = c.ask(t.Context(), fmt.Sprintf("/other/%d", n), "") })
		<-begun
	}
	return c
}

// ask asks for a page as the reader with this token.
func (c *crowd) ask(ctx context.Context, path, token string) (*httptest.ResponseRecorder, error) {
	w := httptest.NewRecorder()
	e := echo.New().NewContext(httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil), w)
	e.Set(csrfKey, token)
	return w, c.handle(e)
}

// wait returns when so many readers wait for the page.
func (c *crowd) wait(readers int) {
	for waiting := 0; waiting != readers; runtime.Gosched() {
		waiting = 0
		c.parties.mu.Lock()
		for _, p := range c.parties.waiting {
			waiting += p.size
		}
		c.parties.mu.Unlock()
	}
}

func TestACrowdGetsOnePage(t *testing.T) {
	const readers = 20
	made := 0
	c := newCrowd(t, func(e echo.Context) error {
		made++
		e.Response().Header().Set("Content-Disposition", "inline")
		token, _ := e.Get(csrfKey).(string)
		return e.HTML(http.StatusAccepted, "<p>"+token+"</p><p>"+token+"</p>")
	})
	for n := range readers {
		c.all.Go(func() {
			token := strings.Repeat("t", n+1)
			w, err := c.ask(t.Context(), "/", token)
			want := "<p>" + token + "</p><p>" + token + "</p>"
			if err != nil || w.Code != http.StatusAccepted || w.Body.String() != want ||
				w.Header().Get("Content-Disposition") != "inline" || w.Header().Get("Content-Length") != fmt.Sprint(len(want)) {
				t.Errorf("reader %d: %v %d %v %q", n, err, w.Code, w.Header(), w.Body)
			}
		})
	}
	c.wait(readers)
	close(c.release)
	c.all.Wait()
	if made != 1 {
		t.Errorf("made %d times", made)
	}
	if len(c.parties.waiting) != 0 {
		t.Error("the party is not over")
	}
}

// Another address, and who asks after the making began, get a page of their own.
func TestWhoAsksLaterGetsALaterPage(t *testing.T) {
	begun, on := make(chan string), make(chan struct{})
	handle := inTurn(newParties())(func(e echo.Context) error {
		begun <- e.Request().RequestURI
		<-on
		return nil
	})
	var all sync.WaitGroup
	for _, address := range []string{"/", "/", "/?period=2026Q1"} {
		all.Go(func() {
			_ = handle(echo.New().NewContext(httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil), httptest.NewRecorder()))
		})
		if got := <-begun; got != address {
			t.Errorf("%s was made for %s", got, address)
		}
	}
	close(on)
	all.Wait()
}

// All of them, and the first as well: what is written to it after a page failed
// goes to its reader.
func TestACrowdIsToldWhatFailed(t *testing.T) {
	cause := errors.New("the database is gone")
	for name, fails := range map[string]func() error{
		"an error": func() error { return cause },
		"a panic":  func() error { panic(cause) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCrowd(t, func(echo.Context) error { return fails() })
			recovers := (&server{}).recoverPanics(c.handle)
			c.handle = func(e echo.Context) error {
				err := recovers(e)
				if err != nil {
					e.Error(err)
				}
				return err
			}
			for n := range 3 {
				c.all.Go(func() {
					w, err := c.ask(t.Context(), "/", "")
					if err == nil || w.Code != http.StatusInternalServerError || w.Body.Len() == 0 {
						t.Errorf("reader %d: %v, %d %q", n, err, w.Code, w.Body)
					}
				})
			}
			c.wait(3)
			close(c.release)
			c.all.Wait()
		})
	}
}

// Who comes when all others have gone does not wait for their page, which is not
// made any more.
func TestNobodyJoinsACrowdThatHasGone(t *testing.T) {
	waiting := newParties()
	ctx, leave := context.WithCancel(t.Context())
	ask := func(ctx context.Context) (*party, bool) {
		return waiting.join(httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
	}
	gone, _ := ask(ctx)
	leave()
	<-gone.ctx.Done()
	if p, first := ask(t.Context()); !first || p.ctx.Err() != nil {
		t.Errorf("first %v, %v", first, p.ctx.Err())
	} else if waiting.begin(gone); waiting.waiting[p.key] != p {
		t.Error("the end of the one before took away the next")
	}
}

// The page is made for those who stay, also when the first has gone; when all
// have gone, it is not made.
func TestACrowdThatGoes(t *testing.T) {
	made := 0
	c := newCrowd(t, func(e echo.Context) error { made++; return e.String(http.StatusOK, "page") })
	first, leave := context.WithCancel(t.Context())
	c.all.Go(func() { _, _ = c.ask(first, "/", "") })
	c.wait(1)
	c.all.Go(func() {
		if w, err := c.ask(t.Context(), "/", ""); err != nil || w.Body.String() != "page" {
			t.Errorf("the one who stayed: %v %q", err, w.Body)
		}
	})
	c.wait(2)
	c.all.Go(func() {
		if _, err := c.ask(first, "/alone", ""); ledger.CodeOf(err) != ledger.CodeUnavailable {
			t.Errorf("the one who went: %v", err)
		}
	})
	c.wait(3)
	leave()
	c.wait(1)
	close(c.release)
	c.all.Wait()
	if made != 1 {
		t.Errorf("made %d times", made)
	}
}
