package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

const referenceKey = "reference"

// newReference numbers a request, so that what a user is shown finds its line
// in the log.
func newReference() string {
	var b [5]byte
	// Read never fails: crypto/rand ends the process instead.
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func reference(c echo.Context) string {
	r, _ := c.Get(referenceKey).(string)
	return r
}

// failure is an error as a user may see it.
type failure struct {
	Status    int
	Code      string
	Title     string
	Detail    string
	Reference string // of an internal error only
	Findings  []ledger.Finding
}

var statuses = map[ledger.ErrorCode]int{
	ledger.CodeInvalid:     http.StatusBadRequest,
	ledger.CodeNotFound:    http.StatusNotFound,
	ledger.CodeConflict:    http.StatusConflict,
	ledger.CodeRefused:     http.StatusUnprocessableEntity,
	ledger.CodeTooLarge:    http.StatusRequestEntityTooLarge,
	ledger.CodeUnavailable: http.StatusServiceUnavailable,
}

var titles = map[int]string{
	http.StatusBadRequest:            "请求有误",
	http.StatusForbidden:             "请求被拒绝",
	http.StatusNotFound:              "没有找到",
	http.StatusMethodNotAllowed:      "不支持这种操作",
	http.StatusMisdirectedRequest:    "地址不对",
	http.StatusConflict:              "与已有内容冲突",
	http.StatusUnprocessableEntity:   "未能办理",
	http.StatusRequestEntityTooLarge: "文件太大",
	http.StatusServiceUnavailable:    "暂时不能使用",
}

// codes name the statuses of errors that do not come from the ledger.
var codes = map[int]string{
	http.StatusForbidden:          "forbidden",
	http.StatusNotFound:           string(ledger.CodeNotFound),
	http.StatusMethodNotAllowed:   "method-not-allowed",
	http.StatusMisdirectedRequest: "misdirected",
}

// failureOf is what a user may know of an error. Anything but a ledger.Error
// and the router's own answers is an internal error.
func failureOf(err error, reference string) failure {
	if e := (*ledger.Error)(nil); errors.As(err, &e) {
		if status, ok := statuses[e.Code]; ok {
			return failure{Status: status, Code: string(e.Code), Title: titles[status], Detail: e.Message, Findings: e.Findings}
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		const status = http.StatusServiceUnavailable
		return failure{
			Status: status, Code: string(ledger.CodeUnavailable), Title: titles[status],
			Detail: "没有在限定的时间内办完。请稍后再试；一直如此，请联系系统管理员。",
		}
	}
	if e := (*echo.HTTPError)(nil); errors.As(err, &e) && e.Code < http.StatusInternalServerError {
		f := failure{Status: e.Code, Code: codes[e.Code], Title: titles[e.Code]}
		switch {
		case e.Code == http.StatusNotFound:
			f.Detail = "这个地址下没有内容。请检查地址，或从左侧的栏目进入。"
		case e.Code == http.StatusMethodNotAllowed:
			f.Detail = "这个地址不支持该操作。请从页面上的按钮进入。"
		case e.Code == http.StatusMisdirectedRequest:
			f.Detail = "本系统只应答本机的地址。请在浏览器中打开 http://127.0.0.1 或 http://localhost 加端口号。"
		case e.Code == http.StatusForbidden:
			f.Detail, _ = e.Message.(string)
		default:
			f.Code, f.Title, f.Detail = string(ledger.CodeInvalid), "请求有误", "请求无法处理，请返回上一页再试。"
		}
		return f
	}
	return failure{
		Status: http.StatusInternalServerError, Code: "internal", Title: "内部错误",
		Detail:    "系统出现内部错误，已记入运行日志。请把编号告诉系统管理员：" + reference,
		Reference: reference,
	}
}

// handleError is the one place where an error becomes an answer.
func (s *server) handleError(err error, c echo.Context) {
	f := failureOf(err, reference(c))
	if f.Status >= http.StatusInternalServerError && f.Reference != "" {
		if errors.Is(err, context.Canceled) && c.Request().Context().Err() != nil {
			s.Log.Info("client went away", "reference", f.Reference)
		} else {
			s.Log.Error("internal error", "reference", f.Reference, "error", err.Error())
		}
	}
	if f.Status == http.StatusServiceUnavailable {
		s.Log.Warn("unavailable", "reference", reference(c), "error", err.Error(), "cause", errors.Unwrap(err))
	}
	if c.Response().Committed {
		return
	}
	h := c.Response().Header()
	h.Del(echo.HeaderContentDisposition)
	h.Set("Content-Security-Policy", csp)
	if c.Request().Method == http.MethodHead {
		err = c.NoContent(f.Status)
	} else if isAPI(c) || wantsJSON(c) {
		err = s.writeProblem(c, f)
	} else {
		err = s.writeErrorPage(c, f)
	}
	if err != nil {
		s.Log.Error("an error could not be shown", "reference", reference(c), "error", err.Error())
		if !c.Response().Committed {
			http.Error(c.Response(), f.Title+"："+f.Detail, f.Status)
		}
	}
}

type errorPage struct {
	Page
	Failure failure
	Groups  []findingGroup
}

func (s *server) writeErrorPage(c echo.Context, f failure) error {
	page := errorPage{Page: s.newPage(c, f.Title, ""), Failure: f, Groups: s.groupFindings(f.Findings, nil)}
	return s.render(c, f.Status, "error", page)
}

// problem is an error for programs (RFC 9457).
type problem struct {
	Type      string        `json:"type"`
	Title     string        `json:"title"`
	Status    int           `json:"status"`
	Detail    string        `json:"detail"`
	Code      string        `json:"code"`
	Reference string        `json:"reference,omitempty"`
	Findings  []findingJSON `json:"findings,omitempty"`
}

type findingJSON struct {
	Severity ledger.Severity `json:"severity"`
	Code     string          `json:"code"`
	Sheet    string          `json:"sheet"`
	Cell     string          `json:"cell"`
	Message  string          `json:"message"`
	Hint     string          `json:"hint"`
	// Explanation is what the uploader said of it.
	Explanation string `json:"explanation,omitempty"`
}

func (s *server) findingOf(x ledger.Finding) findingJSON {
	return findingJSON{x.Severity, x.Code, x.Sheet, x.Cell, s.Message(x), s.Hint(x), x.Explanation}
}

func (s *server) findingsOf(findings []ledger.Finding) []findingJSON {
	list := []findingJSON{}
	for _, x := range findings {
		list = append(list, s.findingOf(x))
	}
	return list
}

func (s *server) problemOf(f failure) problem {
	p := problem{Type: "about:blank", Title: f.Title, Status: f.Status, Detail: f.Detail, Code: f.Code, Reference: f.Reference}
	if len(f.Findings) > 0 {
		p.Findings = s.findingsOf(f.Findings)
	}
	return p
}

func (s *server) writeProblem(c echo.Context, f failure) error {
	body, err := json.Marshal(s.problemOf(f))
	if err != nil {
		return err
	}
	return c.Blob(f.Status, "application/problem+json", body)
}
