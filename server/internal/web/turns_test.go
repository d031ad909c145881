package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

// As many as may are made at once; one that was made leaves its turn before it is
// sent, and files that lie ready need none.
func TestPagesAreMadeInTurn(t *testing.T) {
	most := pagesAtOnce * runtime.GOMAXPROCS(0)
	e := echo.New()
	begun, sent := make(chan struct{}), make(chan struct{})
	handle := inTurn(newParties())(func(c echo.Context) error {
		if c.Request().URL.Path != "/slow" {
			return nil
		}
		c.Response().WriteHeader(http.StatusOK) // it is made, and being sent
		begun <- struct{}{}
		<-sent
		return nil
	})
	get := func(ctx context.Context, path string) error {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
		return handle(e.NewContext(r, httptest.NewRecorder()))
	}
	for n := range 2 * most { // each another page: the same would be made for several at once
		go func() { _ = get(t.Context(), fmt.Sprintf("/slow?n=%d", n)) }()
	}
	for range 2 * most {
		<-begun
	}
	close(sent)

	held := make(chan struct{})
	hold := inTurn(newParties())
	page := hold(func(echo.Context) error { begun <- struct{}{}; <-held; return nil })
	request := func(ctx context.Context, path string) error {
		return page(e.NewContext(httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil), httptest.NewRecorder()))
	}
	for range most {
		go func() { _ = request(t.Context(), "/") }()
		<-begun
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := request(over, "/"); ledger.CodeOf(err) != ledger.CodeUnavailable {
		t.Errorf("one too many: %v", err)
	}
	go func() { _ = request(t.Context(), "/healthz") }()
	<-begun
	close(held)
}
