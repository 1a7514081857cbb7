"""What can be done on a board: arrange it, pin up and take down, look after it, be announced, be written to, leave."""

from passerelle.board.actions.announcing import Words as Words
from passerelle.board.actions.announcing import be_announced as be_announced
from passerelle.board.actions.announcing import be_announced_no_more as be_announced_no_more
from passerelle.board.actions.arranging import Arranged as Arranged
from passerelle.board.actions.arranging import arrange as arrange
from passerelle.board.actions.leaving import leave_boards as leave_boards
from passerelle.board.actions.looking_after import approve as approve
from passerelle.board.actions.looking_after import hide as hide
from passerelle.board.actions.looking_after import let_stand as let_stand
from passerelle.board.actions.looking_after import refuse as refuse
from passerelle.board.actions.looking_after import report as report
from passerelle.board.actions.pinning import Draft as Draft
from passerelle.board.actions.pinning import pin_up as pin_up
from passerelle.board.actions.pinning import take_down as take_down
from passerelle.board.actions.writing import be_written as be_written
from passerelle.board.actions.writing import stop_writing as stop_writing
from passerelle.board.actions.writing import write_what_is_new as write_what_is_new
