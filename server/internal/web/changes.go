package web

import (
	"strings"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// changeList are changes of the ledger, those of one kind together.
type changeList struct {
	Count, Projects int
	Kinds           []changeKind
}

// changeKind are the changes of one kind: 变更, 新增 or 取消.
type changeKind struct {
	Word     string
	Count    int
	Projects []changeGroup
}

// changeGroup are the changes of one kind in one project.
type changeGroup struct {
	Project, Name string
	Changes       []app.Change
}

// listChanges puts changes in the order in which an officer looks: what was
// changed and what is gone can do harm, what is new seldom.
func listChanges(changes []app.Change) changeList {
	list := changeList{Count: len(changes)}
	projects := make(map[string]bool)
	byKind := make(map[string][]app.Change)
	for _, ch := range changes {
		projects[ch.Project] = true
		word := kindOfChange(ch)
		byKind[word] = append(byKind[word], ch)
	}
	list.Projects = len(projects)
	for _, word := range []string{"变更", "取消", "新增"} {
		if of := byKind[word]; len(of) > 0 {
			list.Kinds = append(list.Kinds, changeKind{word, len(of), groupChanges(of)})
		}
	}
	return list
}

func kindOfChange(ch app.Change) string {
	switch {
	case ch.Old == "":
		return "新增"
	case ch.New == "":
		return "取消"
	default:
		return "变更"
	}
}

// groupChanges puts the changes of a project together, in the order of the
// projects' first ones.
func groupChanges(changes []app.Change) []changeGroup {
	var groups []changeGroup
	at := make(map[string]int)
	for _, ch := range changes {
		key := ch.Project + "\x00" + ch.Name // an area's report is its own
		i, ok := at[key]
		if !ok {
			i = len(groups)
			at[key] = i
			groups = append(groups, changeGroup{Project: shownNumber(ch.Project), Name: ch.Name})
		}
		groups[i].Changes = append(groups[i].Changes, ch)
	}
	return groups
}

// shownNumber is a project's number as an officer says it: 票决1 for voted:1.
func shownNumber(id string) string {
	if no, ok := strings.CutPrefix(id, ledger.SeriesVoted+":"); ok {
		return "票决" + no
	}
	return id
}
