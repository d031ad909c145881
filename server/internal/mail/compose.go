package mail

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	netmail "net/mail"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"tongbao/server/internal/app"
)

// compose makes the message as it goes over the wire. An error says in Chinese
// why it must not be sent.
func (s *Sender) compose(m app.Message) (*gomail.Msg, error) {
	names := []string{m.MessageID, m.To, m.ToName, m.Subject}
	for _, a := range m.Attachments {
		names = append(names, a.Name)
	}
	for _, n := range names {
		if hasControl(n) {
			return nil, fmt.Errorf("地址、主题或附件名“%q”中有换行等控制字符", n)
		}
	}
	to, err := netmail.ParseAddress(m.To)
	if err != nil || to.Name != "" {
		return nil, fmt.Errorf("收件地址“%s”无效", m.To)
	}
	id := strings.TrimSuffix(strings.TrimPrefix(m.MessageID, "<"), ">")
	if strings.Count(id, "@") != 1 || strings.ContainsAny(id, "<> ") {
		return nil, fmt.Errorf("邮件编号“%s”无效", m.MessageID)
	}

	msg := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingB64), gomail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(s.from.Name, s.from.Address); err != nil {
		return nil, fmt.Errorf("发件地址“%s”无效", s.from.Address)
	}
	if err := msg.AddToFormat(m.ToName, to.Address); err != nil {
		return nil, fmt.Errorf("收件地址“%s”无效", m.To)
	}
	msg.SetMessageIDWithValue(id)
	msg.SetDateWithValue(s.clock())
	msg.Subject(m.Subject)
	// RFC 3834: holiday replies are not wanted.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyWriter(gomail.TypeTextPlain, func(w io.Writer) (int64, error) {
		n, err := io.WriteString(w, m.Body)
		return int64(n), err
	})
	for _, a := range m.Attachments {
		msg.AttachReadSeeker(a.Name, bytes.NewReader(a.Data), named(a))
	}
	return msg, nil
}

// named gives an attachment its type and its name in three spellings: the
// parameter of RFC 2231 that the standard wants, and the encoded words of
// RFC 2047 in filename and name that old clients read.
func named(a app.Attachment) gomail.FileOption {
	mediaType, params, err := mime.ParseMediaType(a.Type)
	if err != nil {
		mediaType, params = "application/octet-stream", nil
	}
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": a.Name})
	old := mime.BEncoding.Encode("UTF-8", a.Name)
	if old != a.Name { // not plain ASCII
		disposition = strings.Replace(disposition, "; ", fmt.Sprintf("; filename=%q;\r\n\t", old), 1)
	}
	contentType := mime.FormatMediaType(mediaType, params)
	if !strings.ContainsAny(old, `"\`) {
		contentType += fmt.Sprintf(";\r\n\tname=%q", old)
	}
	return func(f *gomail.File) {
		f.Header.Set("Content-Type", contentType)
		f.Header.Set("Content-Disposition", disposition)
	}
}

// hasControl reports whether s could end a header line or hide in one.
func hasControl(s string) bool { return strings.ContainsFunc(s, unicode.IsControl) }
