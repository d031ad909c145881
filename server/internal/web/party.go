package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"sync"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// parties are the readers that wait for the same page, by what the page depends
// on.
type parties struct {
	mu      sync.Mutex
	waiting map[string]*party
	// blank stands in a shared page where each reader's own token belongs. Nobody
	// outside knows it, so no text of the ledger can hold it.
	blank string
}

// party are the readers of one page: the first makes it, the others get it.
type party struct {
	of     *parties
	key    string
	ctx    context.Context // over when nobody waits any more
	cancel context.CancelFunc
	stays  []func() bool // take back what would count a reader as gone
	size   int           // readers that wait, guarded by of.mu
	made   chan struct{} // closed when what follows is there

	err    error
	status int
	header http.Header
	parts  [][]byte // between them stands the reader's token
}

func newParties() *parties {
	return &parties{waiting: map[string]*party{}, blank: rand.Text()}
}

// join adds a reader to those who wait for the page; the first of them is to
// make it. All that a page depends on, but for the reader's token, is its
// address and what kind of answer is wanted: whatever else comes to tell readers
// apart (an account) belongs into the key.
func (x *parties) join(r *http.Request) (p *party, first bool) {
	key := r.Method + " " + r.Header.Get(echo.HeaderAccept) + " " + r.RequestURI
	x.mu.Lock()
	defer x.mu.Unlock()
	p, there := x.waiting[key]
	if !there {
		p = &party{of: x, key: key, made: make(chan struct{}), err: errPartyFailed}
		p.ctx, p.cancel = context.WithCancel(context.WithoutCancel(r.Context()))
		x.waiting[key] = p
	}
	p.size++
	p.stays = append(p.stays, context.AfterFunc(r.Context(), p.leave))
	return p, !there
}

// leave counts a reader that went away, or whose time is over. Nobody joins a
// party that all have left: its page is not made any more.
func (p *party) leave() {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	if p.size--; p.size == 0 {
		p.cancel()
		p.of.close(p)
	}
}

// close lets who asks from now on wait for another page. It is for whoever holds
// mu.
func (x *parties) close(p *party) {
	if x.waiting[p.key] == p {
		delete(x.waiting, p.key)
	}
}

// begin closes the party: who asks from now on waits for the next page. It
// reports whether the first is alone.
func (x *parties) begin(p *party) (alone bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.close(p)
	return len(p.stays) == 1
}

// make makes the page for all of the party, for as long as one of them waits.
func (p *party) make(c echo.Context, next echo.HandlerFunc) error {
	w := &keptPage{header: http.Header{}}
	request, response, token := c.Request(), c.Response(), c.Get(csrfKey)
	defer func() { // also where it panics: the first is told of that like any other
		c.SetRequest(request)
		c.SetResponse(response)
		c.Set(csrfKey, token)
	}()
	c.SetRequest(request.WithContext(p.ctx))
	c.SetResponse(echo.NewResponse(w, c.Echo()))
	c.Set(csrfKey, p.of.blank)
	err := next(c)
	if err != nil {
		p.err = err
		return errors.Join(err, request.Context().Err())
	}
	p.err, p.status, p.header = nil, w.status, w.header
	p.parts = bytes.Split(w.body.Bytes(), []byte(p.of.blank))
	return nil
}

// disband lets those who wait go on, with the page or with the error.
func (p *party) disband() {
	close(p.made)
	for _, stay := range p.stays {
		stay()
	}
	p.cancel()
}

// share waits for the page that the first makes and sends it.
func (p *party) share(c echo.Context) error {
	select {
	case <-p.made:
	case <-c.Request().Context().Done():
		return errNoTurn(c)
	}
	if p.err != nil {
		return p.err
	}
	return p.send(c)
}

// send writes the page to one of its readers.
func (p *party) send(c echo.Context) error {
	token, _ := c.Get(csrfKey).(string)
	w := c.Response()
	for name, values := range p.header {
		w.Header()[name] = values
	}
	length := (len(p.parts) - 1) * len(token)
	for _, part := range p.parts {
		length += len(part)
	}
	if length > 0 {
		w.Header().Set(echo.HeaderContentLength, strconv.Itoa(length))
	}
	w.WriteHeader(p.status)
	for i, part := range p.parts {
		if i > 0 {
			if _, err := w.Write([]byte(token)); err != nil {
				return err
			}
		}
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// errPartyFailed is what the others are told when the first ended without a page
// or an error.
var errPartyFailed = errors.New("the page was not made: the reader who asked first failed")

// csrfKey is where the token of a reader's forms is kept in its request.
var csrfKey = middleware.DefaultCSRFConfig.ContextKey

// keptPage is an http.ResponseWriter that keeps the answer.
type keptPage struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *keptPage) Header() http.Header { return k.header }

func (k *keptPage) WriteHeader(status int) { k.status = status }

func (k *keptPage) Write(b []byte) (int, error) { return k.body.Write(b) }
