package web

import (
	"net/http"
	"runtime"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

// pagesAtOnce is how many pages are made at once for each processor; the others
// wait in the order in which they were asked for. Without that two hundred
// readers would leave an upload a two-hundredth of the machine.
const pagesAtOnce = 4

// inTurn makes pages in their turn. Those who ask for a page that waits for its
// turn all get the one that is made then: it shows the ledger as it is after each
// of them asked, and a crowd costs no more than a reader. A page that is made has
// its turn over before it is sent, so that nobody waits for a reader's slow line.
func inTurn(waiting *parties) echo.MiddlewareFunc {
	turns := make(chan struct{}, pagesAtOnce*runtime.GOMAXPROCS(0))
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if !isPage(c.Request()) {
				return next(c)
			}
			p, first := waiting.join(c.Request())
			if !first {
				return p.share(c)
			}
			part := sync.OnceFunc(p.disband)
			defer part()
			select {
			case turns <- struct{}{}:
			case <-p.ctx.Done():
				return errNoTurn(c)
			}
			over := sync.OnceFunc(func() { <-turns })
			defer over()
			if alone := waiting.begin(p); alone {
				c.Response().Before(over)
				return next(c)
			}
			err := p.make(c, next)
			over()
			part()
			if err != nil {
				return err
			}
			return p.send(c)
		}
	}
}

// errNoTurn is the answer to one who waited as long as may be, or went away.
func errNoTurn(c echo.Context) error {
	return ledger.Errorf(ledger.CodeUnavailable, "同时查看的人太多，没有轮到。请稍后再试。").Because(c.Request().Context().Err())
}

// isPage reports whether an answer must be made: not a file that lies ready, nor
// what a monitor asks.
func isPage(r *http.Request) bool {
	path := r.URL.Path
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) &&
		!strings.HasPrefix(path, "/static/") && path != "/healthz" && path != "/readyz" && path != "/metrics"
}
