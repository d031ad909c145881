package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// zone is the governments' own: UTC+8 all year.
var zone = time.FixedZone("CST", 8*60*60)

// pageSet is every page with the layout around it, by file name without its
// ending.
type pageSet struct {
	byName map[string]*template.Template
}

// parsePages reads the layout and partials (files whose names begin with an
// underscore) once, and every other file as a page within them.
func parsePages(files fs.FS, funcs template.FuncMap) (*pageSet, error) {
	base, err := template.New("").Funcs(funcs).ParseFS(files, "pages/_*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "pages/[^_]*.html")
	if err != nil {
		return nil, err
	}
	set := &pageSet{byName: map[string]*template.Template{}}
	for _, name := range names {
		t, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if t, err = t.ParseFS(files, name); err != nil {
			return nil, err
		}
		set.byName[strings.TrimSuffix(path.Base(name), ".html")] = t
	}
	return set, nil
}

// render writes a page whole or not at all.
func (s *server) render(c echo.Context, status int, name string, data any) error {
	t, ok := s.pages.byName[name]
	if !ok {
		return fmt.Errorf("no page %q", name)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", data); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	return c.HTMLBlob(status, b.Bytes())
}

// funcs are the words and shapes that pages use.
func (s *server) funcs() template.FuncMap {
	return template.FuncMap{
		"mark":      mark,
		"filed":     filingMark,
		"filing":    filingURL,
		"states":    func() []ledger.FilingState { return ledger.FilingStates },
		"bar":       bar,
		"asset":     s.asset,
		"verdicts":  func() []ledger.Verdict { return ledger.Verdicts },
		"dec":       decimalWords,
		"when":      when,
		"clock":     clock,
		"join":      func(names []string) string { return strings.Join(names, "、") },
		"lines":     func(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") },
		"short":     shortHash,
		"hashes":    hashParts,
		"size":      sizeWords,
		"layout":    layoutWords,
		"edition":   editionWords,
		"state":     stateWords,
		"delivery":  app.DeliveryState.Chinese,
		"phase":     app.Phase.Chinese,
		"action":    actionWords,
		"result":    resultWords,
		"rule":      app.RuleName,
		"step":      stepNames,
		"rulehelp":  ruleHelp,
		"has":       func(list []string, s string) bool { return slices.Contains(list, s) },
		"rules":     app.RulesOffered,
		"unitkinds": app.UnitKinds,
		"basis":     basisWords,
		"link":      link,
		"project":   projectURL,
		"matter":    matterURL,
		"add":       func(a, b int) int { return a + b },
		"dict":      dict,
		"list":      func(items ...string) []string { return items },
		"row":       app.Row,
		"unit":      unitURL,
		"trim":      strings.TrimSpace,
		"figures":   figureWords,
		"message":   s.Message,
		"hint":      s.Hint,
		"title":     s.ProjectTitle,

		"series": seriesWords,
		// subs are the sub-numbers that parts of one number have.
		"subs": func() []string {
			return strings.Split("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "")
		},
		"pace":   paceWords,
		"ontime": onScheduleWords,

		"kinds":       func() []choice { return targetKinds },
		"comparators": func() []choice { return comparators },
		"aspects":     func() []choice { return aspects },
	}
}

// assetAddresses are the addresses of the files under static by their path there,
// with their content's hash, so that a browser keeps one and still gets the next
// version's.
func assetAddresses(files fs.FS) (map[string]string, error) {
	addresses := map[string]string{}
	err := fs.WalkDir(files, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		addresses[strings.TrimPrefix(name, "static/")] = fmt.Sprintf("/%s?v=%.4x", name, sha256.Sum256(data))
		return nil
	})
	return addresses, err
}

// asset is the address of a style sheet or script.
func (s *server) asset(name string) (string, error) {
	address, ok := s.assets[name]
	if !ok {
		return "", fmt.Errorf("no file static/%s", name)
	}
	return address, nil
}

// link is an address with query parameters, name and value in turn; those
// with an empty value are left out.
func link(address string, pairs ...any) (string, error) {
	if len(pairs)%2 != 0 {
		return "", fmt.Errorf("link: odd number of parameters")
	}
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if v := fmt.Sprint(pairs[i+1]); v != "" {
			q.Set(fmt.Sprint(pairs[i]), v)
		}
	}
	if len(q) == 0 {
		return address, nil
	}
	return address + "?" + q.Encode(), nil
}

// projectURL is a project's own page.
func projectURL(key string, id ledger.ProjectID, p ledger.Period) (string, error) {
	return link("/p/"+key+"/projects/"+url.PathEscape(id.String()), "period", p)
}

// decimalWords prints a decimal, nil as a dash.
func decimalWords(d any) (string, error) {
	switch d := d.(type) {
	case *decimal.Decimal:
		if d == nil {
			return "—", nil
		}
		return grouped(d.String()), nil
	case decimal.Decimal:
		return grouped(d.String()), nil
	}
	return "", fmt.Errorf("dec: %T", d)
}

// grouped separates thousands.
func grouped(s string) string {
	sign, rest := "", s
	if strings.HasPrefix(s, "-") {
		sign, rest = "-", s[1:]
	}
	whole, fraction, found := strings.Cut(rest, ".")
	if len(whole) > 3 {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	if found {
		whole += "." + fraction
	}
	return sign + whole
}

// dict passes several values to a part of a page, name and value in turn.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: odd number of parameters")
	}
	m := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m, nil
}

func when(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(zone).Format("2006-01-02 15:04:05")
}

var hashForm64 = regexp.MustCompile(`[0-9a-f]{64}`)

// textPart is a piece of a text: a SHA-256, or what stands before one.
type textPart struct{ Text, Hash string }

// hashParts parts a text at its hashes, so that they can be shown short.
func hashParts(text string) (parts []textPart) {
	for at := hashForm64.FindStringIndex(text); at != nil; at = hashForm64.FindStringIndex(text) {
		parts = append(parts, textPart{Text: text[:at[0]]}, textPart{Hash: text[at[0]:at[1]]})
		text = text[at[1]:]
	}
	return append(parts, textPart{Text: text})
}

func shortHash(s string) string {
	if len(s) > 12 {
		return s[:12]
	}
	return s
}

func sizeWords(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", (n+512)>>10)
	}
	return fmt.Sprintf("%d 字节", n)
}

// seeOther sends the browser on after a change.
func seeOther(c echo.Context, address string) error {
	return c.Redirect(http.StatusSeeOther, address)
}
