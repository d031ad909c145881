package store

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
)

// actionDeliver is the log's word for messages that enter the outbox, where
// Verify looks for their seals.
const actionDeliver = "deliver"

// sealMails is what the log says of messages that entered the outbox together:
// how many, which, and the SHA-256 over all that is fixed of them from then on.
// rows are in the order of their ids.
func sealMails(rows []mailRow) (string, error) {
	seal, err := sumOf(rows)
	return fmt.Sprintf("%d封邮件进入发件箱：邮件%s 封存 %s", len(rows), spans(rows), seal), err
}

// sumOf is the SHA-256 over what is fixed of messages.
func sumOf(rows []mailRow) (string, error) {
	fixed := [][]string{{"1"}}
	for _, r := range rows {
		bulletin := ""
		if r.Bulletin != nil {
			bulletin = strconv.FormatInt(*r.Bulletin, 10)
		}
		fixed = append(fixed, []string{
			strconv.FormatInt(r.ID, 10), r.Cause, r.Programme, bulletin, r.Unit, r.Address, r.MessageID,
			r.Subject, r.Body, r.Files, r.Actor, r.Created.UTC().Format(time.RFC3339Nano),
		})
	}
	text, err := toJSON(fixed)
	if err != nil {
		return "", err
	}
	return digest(text), nil
}

// spans names messages by their ids: "#3-5、#9".
func spans(rows []mailRow) string {
	var b strings.Builder
	for i := 0; i < len(rows); {
		end := i
		for end+1 < len(rows) && rows[end+1].ID == rows[end].ID+1 {
			end++
		}
		if i > 0 {
			b.WriteString("、")
		}
		fmt.Fprintf(&b, "#%d", rows[i].ID)
		if end > i {
			fmt.Fprintf(&b, "-%d", rows[end].ID)
		}
		i = end + 1
	}
	return b.String()
}

var (
	sealedMails = regexp.MustCompile(`：邮件([#\d、-]+) 封存 ([0-9a-f]{64})$`)
	mailSpan    = regexp.MustCompile(`#(\d+)(?:-(\d+))?`)
)

// verifyMails compares messages with the seals that the log keeps. Those that an
// earlier version put into the outbox have none.
func verifyMails(tx *gorm.DB) ([]string, error) {
	var entries []auditRow
	if err := tx.Where("action = ? AND result <> 'failed'", actionDeliver).Order("id").Find(&entries).Error; err != nil {
		return nil, err
	}
	var wrong []string
	for _, e := range entries {
		m := sealedMails.FindStringSubmatch(e.Detail)
		if m == nil {
			continue
		}
		rows, err := mailsIn(tx, m[1])
		if err != nil {
			return nil, err
		}
		sum, err := sumOf(rows)
		if err != nil {
			return nil, err
		}
		if sum != m[2] {
			wrong = append(wrong, fmt.Sprintf("邮件%s“%s”与进入发件箱时的封存不符，收件人、内容或附件被改动过，或有邮件被删", m[1], e.Subject))
		}
	}
	return wrong, nil
}

// mailsIn are the messages that spans names, in the order of their ids.
func mailsIn(tx *gorm.DB, spans string) ([]mailRow, error) {
	var all []mailRow
	for _, span := range mailSpan.FindAllStringSubmatch(spans, -1) {
		from, err := strconv.ParseInt(span[1], 10, 64)
		if err != nil {
			return nil, err
		}
		to := from
		if span[2] != "" {
			if to, err = strconv.ParseInt(span[2], 10, 64); err != nil {
				return nil, err
			}
		}
		var rows []mailRow
		if err := tx.Where("id BETWEEN ? AND ?", from, to).Order("id").Find(&rows).Error; err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}
