package ledger

import (
	"errors"
	"fmt"
)

// ErrorCode classes an Error, so that one place can turn it into an exit
// status, an HTTP status and a page.
type ErrorCode string

// The codes of errors that may be shown to a user. Anything that is not an
// *Error is an internal error: it is logged, and shown with a reference only.
const (
	CodeInvalid     ErrorCode = "invalid"     // the input cannot be what it should be
	CodeNotFound    ErrorCode = "not-found"   // no such programme, bulletin, file …
	CodeConflict    ErrorCode = "conflict"    // it collides with what is stored
	CodeRefused     ErrorCode = "refused"     // understood, but a rule forbids it
	CodeTooLarge    ErrorCode = "too-large"   // over a limit
	CodeUnavailable ErrorCode = "unavailable" // something needed is not configured or not reachable
)

// Error is the one error type whose message reaches a user, in Chinese: what
// is wrong and what to do about it.
type Error struct {
	Code    ErrorCode
	Message string
	// Findings are the reasons by sheet and cell, where a workbook is refused.
	Findings []Finding
	// Field is the input that is meant, by its name in a form; "" where none is.
	Field string
	cause error
}

// Errorf makes an Error. A %w verb keeps the cause for errors.Is and the log;
// it is printed like %v, so use it only where the cause may be read by a user.
func Errorf(code ErrorCode, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), cause: errors.Unwrap(err)}
}

// Because keeps a cause for errors.Is and the log that is not for a user to read.
func (e *Error) Because(cause error) *Error {
	e.cause = cause
	return e
}

// At says which input of a form is meant.
func (e *Error) At(field string) *Error {
	e.Field = field
	return e
}

func (e *Error) Error() string { return e.Message }

// Unwrap is the cause, or nil.
func (e *Error) Unwrap() error { return e.cause }

// Refusal is the *Error in err's chain that says what is wrong with what was
// given; nil where there is none, and where it is nobody's fault who gave it
// (CodeUnavailable).
func Refusal(err error) *Error {
	var e *Error
	if errors.As(err, &e) && e.Code != CodeUnavailable {
		return e
	}
	return nil
}

// CodeOf is the code of the first *Error in err's chain, or "".
func CodeOf(err error) ErrorCode {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
