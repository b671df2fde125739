package ui

import (
	"slices"

	"twopaths/model"
)

// journey is where one is, and how one got there.
type journey struct {
	places []place // the way through, in order
	at     place
	trail  []place // where one came from, for going back
}

// trailDepth is how many steps back are remembered.
const trailDepth = 200

// depart begins on a way.
func (j *journey) depart(way []place) { *j = journey{places: way} }

// towards notes the present place before one goes to another.
func (j *journey) towards(to place) {
	if j.at != to && j.at != (place{}) {
		j.trail = append(j.trail, j.at)
		j.trail = j.trail[max(0, len(j.trail)-trailDepth):]
	}
}

// index is where on the way one is. Beside the way it is where one came from.
func (j *journey) index() int {
	if i := slices.Index(j.places, j.at); i >= 0 {
		return i
	}
	for _, at := range slices.Backward(j.trail) {
		if i := slices.Index(j.places, at); i >= 0 {
			return i
		}
	}
	return 0
}

// cameFrom is where back leads: where one came from, else the place before on the way. It is
// false at its begin.
func (j *journey) cameFrom() (place, bool) {
	if n := len(j.trail); n > 0 {
		p := j.trail[n-1]
		j.trail = j.trail[:n-1]
		return p, true
	}
	if i := j.index(); i > 0 {
		return j.places[i-1], true
	}
	return place{}, false
}

// way is every place of the way through, in order. A station is one place, or as many as it
// has questions; the forms and the documents beside them are places of their own.
func (s *session) way() []place {
	var places []place
	for _, st := range s.stations {
		n := max(1, len(st.Questions))
		if st.Kind == model.ProfileStation || st.Kind == model.ScopeStation {
			n++ // the form; what the scope means
		}
		if st.Kind == model.RoadmapStation {
			n++ // the chart, and the same in words
		}
		for i := range n {
			places = append(places, place{st.ID, i})
		}
	}
	return places
}

// resume is where to begin: the first place of a fresh assessment, else the first
// question without an answer, else the recommendation.
func (s *session) resume() place {
	first := s.way()[0]
	if s.overall().Done == 0 {
		return first
	}
	if st, i, ok := s.content.FirstOpen(s.a); ok {
		return questionPlace(st, i)
	}
	for _, st := range s.stations {
		if st.Kind == model.RecommendationStation {
			return place{st.ID, 0}
		}
	}
	return first
}

// questionPlace is where the i-th question of a station is asked.
func questionPlace(st model.Station, i int) place {
	if st.Kind == model.ProfileStation {
		i++ // behind the form
	}
	return place{st.ID, i}
}
