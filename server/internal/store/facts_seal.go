package store

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"gorm.io/gorm"
)

// actionAccept is the log's word for submissions that were accepted, where
// Verify looks for their seals.
const actionAccept = "accept"

// sealFacts is what ends the log's entry on a submission: the SHA-256 over all
// that it put into the ledger.
func sealFacts(tx *gorm.DB, submission int64) (string, error) {
	sum, err := factsSum(tx, submission)
	return "，封存 " + sum, err
}

// factsSum is the SHA-256 over a submission and the rows of plan and reports that
// came with it, as they are fixed from then on: what replaces them, or undoes
// it, only marks them.
func factsSum(tx *gorm.DB, submission int64) (string, error) {
	fixed := [][]string{{"1"}}
	var subs []submissionRow
	if err := tx.Where("id = ?", submission).Find(&subs).Error; err != nil {
		return "", err
	}
	for _, r := range subs {
		fixed = append(fixed, []string{
			"submission", r.Programme, r.Layout, r.Unit, r.Period, r.File, r.SHA256, strconv.Itoa(r.Accepted), strconv.Itoa(r.Rejected),
			strconv.Itoa(r.Blank), r.Findings, r.LeftOut, r.Changes, r.Hand, r.Actor, r.Created.UTC().Format(time.RFC3339Nano),
		})
	}
	came := func(table string, o origin, fields ...string) {
		fixed = append(fixed, append([]string{table, o.Actor, o.Created.UTC().Format(time.RFC3339Nano)}, fields...))
	}
	var programmes []programmeRow
	if err := tx.Where("submission = ?", submission).Order("id").Find(&programmes).Error; err != nil {
		return "", err
	}
	for _, r := range programmes {
		came("programmes", r.Origin, r.Programme, strconv.Itoa(r.Year), r.Settings)
	}
	var projects []projectRow
	if err := tx.Where("submission = ?", submission).Order("id").Find(&projects).Error; err != nil {
		return "", err
	}
	for _, r := range projects {
		came("projects", r.Origin, r.Programme, r.Key.Series, r.Key.No, r.Key.Sub, strconv.Itoa(r.Position), r.Body)
	}
	var reports []reportRow
	if err := tx.Where("submission = ?", submission).Order("id").Find(&reports).Error; err != nil {
		return "", err
	}
	for _, r := range reports {
		k := r.Key
		came("reports", r.Origin, r.Programme, k.Project.Series, k.Project.No, k.Project.Sub, k.Unit, k.Area, k.Period, r.PeriodEnd, r.Filed, r.Body)
	}
	text, err := toJSON(fixed)
	if err != nil {
		return "", err
	}
	return digest(text), nil
}

var (
	sealedFacts    = regexp.MustCompile(`，封存 ([0-9a-f]{64})$`)
	nameSubmission = regexp.MustCompile(`^报送#(\d+)$`) // as submissionRow.subject
)

// verifyFacts compares what submissions put into the ledger with the seals that
// the log keeps. Those that an earlier version accepted have none.
func verifyFacts(tx *gorm.DB) ([]string, error) {
	var entries []auditRow
	if err := tx.Where("action = ?", actionAccept).Order("id").Find(&entries).Error; err != nil {
		return nil, err
	}
	var wrong []string
	for _, e := range entries {
		seal, name := sealedFacts.FindStringSubmatch(e.Detail), nameSubmission.FindStringSubmatch(e.Subject)
		if seal == nil || name == nil {
			continue
		}
		id, err := strconv.ParseInt(name[1], 10, 64)
		if err != nil {
			return nil, err
		}
		sum, err := factsSum(tx, id)
		if err != nil {
			return nil, err
		}
		if sum != seal[1] {
			wrong = append(wrong, fmt.Sprintf("%s与入库时的封存不符，它或它写入的计划、进展被改动过，或有记录被删、被加", e.Subject))
		}
	}
	return wrong, nil
}
