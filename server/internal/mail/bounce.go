package mail

import (
	"bufio"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"strings"

	"tongbao/server/internal/app"
)

// What is read of a message that came back.
const (
	mostNested = 6    // parts within parts; a bounce has two levels
	mostGroups = 1000 // recipients in one report; our messages have one
)

// ReadBounce reads a message that came back: a report of a mail server on the
// delivery of another message (RFC 3464), or a message that such a report is
// attached to. CodeInvalid for anything else.
func ReadBounce(r io.Reader) (app.Bounce, error) {
	var b bounce
	m, err := netmail.ReadMessage(r)
	if err != nil {
		return b.Bounce, invalid("这不是一封邮件（.eml），无法读出：%s", told(err.Error()))
	}
	if err := b.read(textproto.MIMEHeader(m.Header), m.Body, 0); err != nil {
		return b.Bounce, err
	}
	switch {
	case b.receipt:
		return b.Bounce, invalid("这是一封阅读回执，不是退信")
	case len(b.Reports) == 0:
		return b.Bounce, invalid("这封邮件里没有标准的退信报告（RFC 3464）。如果它确是退信，请打开发件箱里的那封邮件，用“登记退信”写明原因")
	}
	if b.envelope != "" {
		b.MessageID = b.envelope // what we gave the server ourselves
	}
	return b.Bounce, nil
}

// bounce is what has been found so far.
type bounce struct {
	app.Bounce
	envelope string // Original-Envelope-Id
	receipt  bool
}

// read walks through a message or part.
func (b *bounce) read(h textproto.MIMEHeader, body io.Reader, depth int) error {
	if depth > mostNested {
		return invalid("这封邮件层层嵌套，无法读出")
	}
	mediaType, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		mediaType = "text/plain"
	}
	body = decoded(h, body)
	switch {
	case strings.HasPrefix(mediaType, "multipart/"):
		b.receipt = b.receipt || strings.EqualFold(params["report-type"], "disposition-notification")
		return b.readParts(multipart.NewReader(body, params["boundary"]), depth)
	case mediaType == "message/delivery-status", mediaType == "message/global-delivery-status":
		return b.readStatus(body)
	case mediaType == "message/rfc822", mediaType == "message/global",
		mediaType == "text/rfc822-headers", mediaType == "message/global-headers":
		// A message that is cut short still has what was read of its head.
		buffered := bufio.NewReader(body)
		inner, _ := textproto.NewReader(buffered).ReadMIMEHeader()
		if strings.Contains(strings.ToLower(inner.Get("Content-Type")), "multipart/report") {
			return b.read(inner, buffered, depth+1)
		}
		if id := strings.Trim(strings.TrimSpace(inner.Get("Message-Id")), "<>"); id != "" {
			b.MessageID = id
		}
	}
	return nil
}

func (b *bounce) readParts(parts *multipart.Reader, depth int) error {
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			if len(b.Reports) > 0 {
				return nil // the end is cut short
			}
			return invalid("这封邮件不完整，读到一半断了：%s", told(err.Error()))
		}
		if err := b.read(part.Header, part, depth+1); err != nil {
			return err
		}
	}
}

// readStatus reads the fields of a report: a group for the message, then one for
// each recipient (RFC 3464, 2.1).
func (b *bounce) readStatus(r io.Reader) error {
	lines := textproto.NewReader(bufio.NewReader(r))
	for range mostGroups {
		group, err := lines.ReadMIMEHeader()
		if id := group.Get("Original-Envelope-Id"); id != "" {
			b.envelope = strings.TrimSpace(id) // servers undo the xtext of ENVID
		}
		if to := address(group.Get("Final-Recipient")); to != "" {
			report := app.BounceReport{
				Recipient: to, Action: strings.ToLower(strings.TrimSpace(group.Get("Action"))),
				Status: firstWord(group.Get("Status")), Diagnostic: told(group.Get("Diagnostic-Code")),
			}
			if original := address(group.Get("Original-Recipient")); original != "" {
				report.Recipient = original
			}
			b.Reports = append(b.Reports, report)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return invalid("退信报告的格式有误，无法读出：%s", told(err.Error()))
		}
	}
	return nil
}

// address takes the type off an address field, "rfc822; a@example.cn".
func address(field string) string {
	_, to, found := strings.Cut(field, ";")
	if !found {
		to = field
	}
	return strings.Trim(strings.TrimSpace(to), "<>")
}

// firstWord leaves out comments: "5.1.1 (bad destination)".
func firstWord(s string) string {
	words := strings.Fields(s)
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// decoded undoes a part's transfer encoding.
func decoded(h textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}
