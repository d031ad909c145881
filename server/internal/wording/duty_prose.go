package wording

import (
	"regexp"
	"strings"
)

var (
	// dutyVerb is what a unit does in a sentence about its duties.
	dutyVerb = regexp.MustCompile(`具体负责|负责|牵头|协助|配合|会同|做好|予以|给予|帮助|指导|督促|督查|承担|落实|履行|参与|支持|按照|具体|组织|制定|提供|加强|协调|审核`)
	// dutyProse tells sentences about duties from a list of names.
	dutyProse = regexp.MustCompile(`(?:负责|牵头|协助|配合|做好|予以|履行|承担)[^单部：:]{3,}`)
	// itemNumber is the number of the next item, left at the end of the one before.
	itemNumber = regexp.MustCompile(`\d{1,2}[.、]\s*$`)
	others     = regexp.MustCompile(`等(?:相关|有关)?(?:部门|单位)?$`)
	groupPart  = regexp.MustCompile(`^(?:园区|开发区|街道|镇|乡)(?:管委会|办事处|政府)?$`)
	groupWord  = regexp.MustCompile(`^(?:相关|有关|各)`)
)

// DutyUnits are the units of a cell under one role: a list of names, or
// sentences that say what each of them does (市住建局负责统筹协调。各县区政府负责
// 组织实施。), each unit once.
func DutyUnits(text string) []string {
	text = itemNumber.ReplaceAllString(strings.TrimSpace(text), "")
	if !strings.ContainsAny(text, "负負牵牽协協配做予履承") || !dutyProse.MatchString(Plain(text)) {
		return Units(text)
	}
	p := readProse(text)
	var names []string
	seen := make(map[string]bool)
	for _, s := range p.sentences() {
		for _, c := range p.clauses(s) {
			for _, name := range p.actors(c) {
				if !seen[name] {
					seen[name] = true
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// actors are the units that a clause begins with, before what they do.
func (p *prose) actors(c span) []string {
	clause := string(p.norm[c.from:min(c.to, c.from+3*look)])
	for _, at := range dutyVerb.FindAllStringIndex(clause, -1) {
		head := others.ReplaceAllString(clause[:at[0]], "")
		if head == "" {
			return nil // 会同…: the one before goes on
		}
		if endsUnit(head) {
			return Units(p.words(c.from, c.from+len([]rune(head))))
		}
	}
	return nil
}
