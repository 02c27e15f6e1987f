"""Line feeding: tugger trains that drive from a supermarket to the stations of lines, containers, two bins and kits.

Time counts worked periods and may have decimals. A line starts a unit when it is due and every part that the unit
takes is at the line side; else it stops, and starts again with the delivery that it waits for. A container asks for
another of its kind when it is emptied (or opened): the train takes the empty back (`signal: empties`), or the call is
known at once (`call`). A train leaves by its timetable, or when enough containers are asked for; it loads what is
asked, first asked first loaded, as far as its room and the supermarket go, and drives the stops of its route in turn.

At one instant: a train comes back, then trains serve stops, then lines start units, then trains leave by their
timetable; once all that is done, on-demand trains leave. A period is closed before what happens at its end. `run` is
the readable model, with its ledger; `compiled` the same in one compiled loop for measures; both agree exactly.
"""
