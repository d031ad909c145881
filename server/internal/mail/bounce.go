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
	"slices"
	"strings"

	"tongbao/server/internal/app"
)

// What is read of a message that came back.
const (
	mostNested = 6         // parts within parts; a bounce has two levels
	mostGroups = 1000      // recipients in one report; our messages have one
	mostFields = 1 << 20   // bytes of one report
	mostText   = 256 << 10 // bytes of a text that is looked through
	mostShown  = 100       // messages that it shows, each of which is looked for
)

// ReadBounce reads a message that came back: a report of a mail server on the
// delivery of another message (RFC 3464), or a message that such a report is
// attached to. One without a report that shows our message within, as some
// servers send it, comes back with no Reports. CodeInvalid for anything else.
func ReadBounce(r io.Reader) (app.Bounce, error) {
	var b bounce
	m, err := netmail.ReadMessage(afterBlank(r))
	if err != nil {
		return b.Bounce, invalid("这不是一封邮件（.eml），无法读出。Outlook 的 .msg 请先另存为 .eml")
	}
	if err := b.read(textproto.MIMEHeader(m.Header), m.Body, 0); err != nil {
		return b.Bounce, err
	}
	if b.envelope != "" {
		b.MessageIDs = append([]string{b.envelope}, b.MessageIDs...) // what we gave the server ourselves
	}
	switch {
	case b.receipt:
		return b.Bounce, invalid("这是一封阅读回执，不是退信")
	case len(b.Reports)+len(b.MessageIDs) == 0:
		return b.Bounce, invalid("这封邮件里没有标准的退信报告（RFC 3464）。如果它确是退信，请打开发件箱里的那封邮件，用“登记退信”写明原因")
	}
	return b.Bounce, nil
}

// afterBlank leaves out the byte order mark and blank lines that programs save
// before a message.
func afterBlank(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	for {
		c, _, err := b.ReadRune()
		if err != nil {
			return b
		}
		if c != '\r' && c != '\n' && c != '\ufeff' {
			_ = b.UnreadRune() // cannot fail after ReadRune
			return b
		}
	}
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
		b.shows(inner.Get("Message-Id"))
	case strings.HasPrefix(mediaType, "text/"):
		// qmail and others quote the message in the text.
		lines := bufio.NewScanner(io.LimitReader(body, mostText))
		for lines.Scan() {
			if name, value, found := strings.Cut(lines.Text(), ":"); found && strings.EqualFold(name, "Message-ID") {
				b.shows(value)
			}
		}
	}
	return nil
}

// shows notes the Message-ID of a message within, once.
func (b *bounce) shows(id string) {
	if id = strings.Trim(strings.TrimSpace(id), "<>"); id != "" && len(b.MessageIDs) < mostShown && !slices.Contains(b.MessageIDs, id) {
		b.MessageIDs = append(b.MessageIDs, id)
	}
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
// each recipient (RFC 3464, 2.1). Lines that are no fields are passed over.
func (b *bounce) readStatus(r io.Reader) error {
	lines := bufio.NewReader(io.LimitReader(r, mostFields))
	group, last := map[string]string{}, ""
	for {
		line, err := lines.ReadString('\n')
		name, value, found := strings.Cut(line, ":")
		switch {
		case strings.TrimSpace(line) == "":
			b.group(group)
			group, last = map[string]string{}, ""
		case line[0] == ' ' || line[0] == '\t':
			group[last] += line
		case found:
			last = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))
			group[last] = value
		}
		if errors.Is(err, io.EOF) || len(b.Reports) > mostGroups {
			b.group(group)
			return nil
		}
		if err != nil {
			return invalid("退信报告的格式有误，无法读出：%s", told(err.Error()))
		}
	}
}

// group takes in one group of a report's fields.
func (b *bounce) group(fields map[string]string) {
	if id := strings.TrimSpace(fields["Original-Envelope-Id"]); id != "" {
		b.envelope = id // servers undo the xtext of ENVID
	}
	to := address(fields["Final-Recipient"])
	if to == "" {
		return
	}
	report := app.BounceReport{
		Recipient: to, Action: strings.ToLower(firstWord(fields["Action"])),
		Status: firstWord(fields["Status"]), Diagnostic: told(fields["Diagnostic-Code"]),
	}
	if original := address(fields["Original-Recipient"]); original != "" {
		report.Recipient = original
	}
	if report.Action == "" && report.Status != "" { // the standard wants one
		report.Action = map[byte]string{'2': "delivered", '4': "delayed", '5': "failed"}[report.Status[0]]
	}
	b.Reports = append(b.Reports, report)
}

// address takes the type off an address field, "rfc822; a@example.cn".
func address(field string) string {
	_, to, found := strings.Cut(field, ";")
	if !found {
		to = field
	}
	return strings.Trim(told(to), "<>")
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
