package intake

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	"tongbao/server/internal/wording"
)

// The most characters an address and what stands before its @ may have
// (RFC 5321, 4.5.3.1).
const (
	longestMailbox = 254
	longestLocal   = 64
)

// Mailbox is one bare mail address as people type or paste it (＠ and blanks
// around it are put right), and in Chinese what is wrong with it, "" when mail
// can be sent there.
func Mailbox(typed string) (address, problem string) {
	address = strings.TrimSpace(wording.Fold(typed))
	local, domain, _ := strings.Cut(address, "@")
	parsed, err := mail.ParseAddress(address)
	switch {
	case strings.Count(address, "@") > 1:
		return address, fmt.Sprintf("“%s”里不止一个邮箱，这里只写一个", shorten(address))
	case err != nil || parsed.Address != address:
		return address, fmt.Sprintf("邮箱“%s”写法不对，应如 name@example.com，不带姓名和括号", shorten(address))
	case strings.ContainsFunc(address, func(r rune) bool { return r > unicode.MaxASCII }):
		return address, fmt.Sprintf("邮箱“%s”中有汉字等，邮件服务器多不支持，请用英文字母的邮箱", shorten(address))
	case !strings.ContainsAny(domain, ".:") && domain != "localhost":
		return address, fmt.Sprintf("邮箱“%s”的 @ 后面不完整，应如 name@example.com", shorten(address))
	case len(address) > longestMailbox || len(local) > longestLocal:
		return address, fmt.Sprintf("邮箱“%s”太长：@ 前最多%d个字符，共最多%d个", shorten(address), longestLocal, longestMailbox)
	}
	return address, ""
}
