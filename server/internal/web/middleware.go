package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// csp allows nothing but the product's own files; pages have no inline script
// or style.
const csp = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"

const (
	csrfField  = "csrf"
	csrfCookie = "tongbao_csrf"
)

// isAPI reports whether programs, not people, get the answer.
func isAPI(c echo.Context) bool {
	return strings.HasPrefix(c.Request().URL.Path, "/api/")
}

// wantsJSON reports whether a page's own script gets the answer.
func wantsJSON(c echo.Context) bool {
	return c.Request().Header.Get(echo.HeaderAccept) == echo.MIMEApplicationJSON
}

func secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if strings.HasPrefix(c.Request().URL.Path, "/static/") {
			h.Set("Cache-Control", "public, max-age=3600")
		} else {
			h.Set("Cache-Control", "no-store")
		}
		return next(c)
	}
}

// refuseCrossSite refuses changes that another site asks a browser for. The
// API has no other protection of this kind: it takes no cookie.
func refuseCrossSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions {
			// The token is handed out also to browsers that send this header.
			r.Header.Del(echo.HeaderSecFetchSite)
			return next(c)
		}
		if site := r.Header.Get(echo.HeaderSecFetchSite); site != "" && site != "same-origin" && site != "none" {
			return errForged()
		}
		if origin := r.Header.Get(echo.HeaderOrigin); origin == "null" && isAPI(c) {
			return errForged() // a sandboxed page of anybody
		} else if origin != "" && origin != "null" {
			if u, err := url.Parse(origin); err != nil || !strings.EqualFold(u.Host, r.Host) {
				return errForged()
			}
		}
		r.Header.Del(echo.HeaderSecFetchSite)
		return next(c)
	}
}

// csrf wants the token of the form in every change, from every browser: that
// the browser calls a request same-origin is not enough, for over plain http
// outside the machine itself it says nothing. Over TLS its cookie is one that
// no other site and no plain http can set. Who says X-Forwarded-Proto without a
// proxy gets a cookie that is of no use to himself.
func csrf() echo.MiddlewareFunc {
	plain := csrfBy(csrfCookie, false)
	secure := csrfBy("__Host-"+csrfCookie, true)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		plain, secure := plain(next), secure(next)
		return func(c echo.Context) error {
			if c.IsTLS() || c.Request().Header.Get(echo.HeaderXForwardedProto) == "https" {
				return secure(c)
			}
			return plain(c)
		}
	}
}

func csrfBy(cookie string, secure bool) echo.MiddlewareFunc {
	return middleware.CSRFWithConfig(middleware.CSRFConfig{
		Skipper:        isAPI,
		TokenLookup:    "form:" + csrfField,
		CookieName:     cookie,
		CookiePath:     "/",
		CookieSecure:   secure,
		CookieHTTPOnly: true,
		CookieSameSite: http.SameSiteStrictMode,
		ErrorHandler:   func(error, echo.Context) error { return errForged() },
	})
}

func errForged() error {
	return echo.NewHTTPError(http.StatusForbidden, "页面已失效，或请求不是从本系统的页面发出。请返回上一页，刷新后再试。")
}

// answerWithin is how long a request may be worked on once it has arrived. It is
// less than the server has for its answer, so that one that waits for the
// database in vain is told so.
const answerWithin = 90 * time.Second

func inTime(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), answerWithin)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

func (s *server) recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			r := recover()
			if r == nil {
				return
			}
			if cause, ok := r.(error); ok && errors.Is(cause, http.ErrAbortHandler) {
				panic(r) // net/http's own way to end a response
			}
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}()
		return next(c)
	}
}

// logRequests writes one line for each request. slog's handlers quote control
// characters, and what a client sends is cleaned before.
func (s *server) logRequests(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.Clock()
		c.Set(referenceKey, newReference())
		err := next(c)
		if err != nil {
			c.Error(err) // answers now, so that the status below is the real one
		}
		r := c.Request()
		s.Log.Info("request",
			"method", plain(r.Method), "path", plain(r.URL.Path), "status", c.Response().Status,
			"bytes", c.Response().Size, "duration", s.Clock().Sub(start),
			"from", c.RealIP(), "reference", reference(c))
		return nil
	}
}

// plain is a client's text without control characters, and not endless.
func plain(text string) string {
	const most = 300
	text = strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return '\ufffd'
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
